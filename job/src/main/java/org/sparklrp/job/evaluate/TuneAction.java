package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.audit.evaluation.Measure;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.config.TuneConfig;
import org.sparklrp.job.model.ExplainerFactory;

/**
 * Looks for a method that explains a model better than the presets, by successive halving: all
 * candidates on few images, the best third of them on three times as many, and so on; so that most
 * of the work goes into the few that are worth it. Whoever wins is measured on other images, for it
 * was chosen for these ones.
 */
public final class TuneAction {
  private static final int KEPT = 3;

  /** Methods measured at once: each has weights of its own in memory. */
  private static final int AT_ONCE = 8;

  private final SparkSession session;
  private final TuneConfig config;
  private final ExplainerFactory factory;
  private final Consumer<String> told;

  /**
   * A search to be.
   *
   * @param session runs it
   * @param config what is tried
   * @param factory builds the explainers
   * @param told hears of each round
   */
  public TuneAction(
      SparkSession session, TuneConfig config, ExplainerFactory factory, Consumer<String> told) {
    this.session = session;
    this.config = config;
    this.factory = factory;
    this.told = told;
  }

  private record Rated(TuneConfig.Candidate candidate, double value) {}

  /**
   * Searches.
   *
   * @throws org.sparklrp.fault.UserException when nothing can be measured
   */
  public TuneResult run() {
    Measurement measurement =
        new Measurement(session, config.evaluation(), Measurement.TASKS_PER_CORE);
    List<TuneConfig.Candidate> left = config.candidates();
    int rounds = 1;
    for (int count = left.size(); count > KEPT; count = kept(count)) {
      rounds++;
    }
    for (int round = 1; round <= rounds; round++) {
      int images = (int) Math.max(1, Math.round(config.images() * Math.pow(KEPT, round - rounds)));
      List<Rated> rated = rated(left, images, measurement);
      told.accept(
          String.format(
              Locale.ROOT,
              "round %d of %d: %d methods on %d %s of each label; best: %s (%.4f)",
              round,
              rounds,
              left.size(),
              images,
              images == 1 ? "image" : "images",
              rated.get(0).candidate().method().name(),
              rated.get(0).value()));
      left =
          rated.stream()
              .limit(round == rounds ? 1 : kept(left.size()))
              .map(Rated::candidate)
              .toList();
    }
    return heldOut(left.get(0), measurement);
  }

  private static int kept(int count) {
    return (count + KEPT - 1) / KEPT;
  }

  /** The best first; equals by their place among the candidates. */
  private List<Rated> rated(
      List<TuneConfig.Candidate> candidates, int images, Measurement measurement) {
    List<Rated> rated = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += AT_ONCE) {
      List<TuneConfig.Candidate> group =
          candidates.subList(from, Math.min(candidates.size(), from + AT_ONCE));
      Measured measured =
          measured(
              group.stream().map(TuneConfig.Candidate::method).toList(), images, 0, measurement);
      for (TuneConfig.Candidate candidate : group) {
        int place = measured.methods().names().indexOf(candidate.method().name());
        if (place >= 0) {
          rated.add(new Rated(candidate, measure().sign() * mean(measured, place)));
        }
      }
    }
    rated.sort(Comparator.comparingDouble((Rated each) -> -each.value()));
    return rated;
  }

  private record Measured(MeasuredMethods methods, List<EvaluatedImage> images) {}

  private Measured measured(
      List<EvaluationConfig.Method> wanted, int images, int skipped, Measurement measurement) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration configuration = session.sessionState().newHadoopConf();
    MeasuredMethods methods =
        MeasuredMethods.open(config.evaluation(), wanted, factory, spark, configuration);
    Set<String> sample = measurement.sample(images, skipped, methods);
    List<EvaluatedImage> measured = measurement.measure(methods, sample, Map.of()).images();
    return new Measured(methods, measured);
  }

  private double mean(Measured measured, int method) {
    EvaluatedImage.Place place = place(method);
    return measured.images().stream()
        .flatMap(image -> image.values().stream())
        .filter(value -> value.place().equals(place) && !Double.isNaN(value.number()))
        .mapToDouble(EvaluatedImage.Value::number)
        .average()
        .orElse(-measure().sign() * Double.MAX_VALUE);
  }

  /** The measure of a metric that is searched by. */
  private Measure measure() {
    return switch (config.metric()) {
      case INSERTION_DELETION -> Measure.INSERTION;
      case FAITHFULNESS -> Measure.FAITHFULNESS;
      case LOCALISATION -> Measure.LOCALISATION_MASS;
      default -> Measure.SRG;
    };
  }

  private EvaluatedImage.Place place(int method) {
    PixelReplacement replacement =
        switch (config.metric()) {
          case LOCALISATION -> null;
          case INSERTION_DELETION -> PixelReplacement.BLUR;
          default -> config.evaluation().removal().replacements().get(0);
        };
    return new EvaluatedImage.Place(method, measure(), replacement);
  }

  /** The winner beside the job's own method and the presets, on images that it never saw. */
  private TuneResult heldOut(TuneConfig.Candidate winner, Measurement measurement) {
    List<EvaluationConfig.Method> methods = new ArrayList<>();
    methods.add(winner.method());
    List<EvaluationConfig.Method> others = new ArrayList<>(config.evaluation().methods());
    config.presets().forEach(preset -> others.add(preset.method()));
    for (EvaluationConfig.Method other : others) {
      boolean isKnown =
          methods.stream().anyMatch(method -> method.job().method().equals(other.job().method()));
      if (!isKnown) {
        methods.add(other);
      }
    }
    Measured measured = measured(methods, config.heldOut(), config.images(), measurement);
    EvaluationTable table =
        new EvaluationTable(measured.images(), config.evaluation().job().run().seed());
    List<TuneResult.Compared> compared = new ArrayList<>();
    for (int method = 0; method < measured.methods().names().size(); method++) {
      compared.add(
          new TuneResult.Compared(
              measured.methods().names().get(method),
              table.mean(place(method)),
              table.difference(place(0), method)));
    }
    return new TuneResult(
        winner,
        measure(),
        measured.images().size(),
        compared,
        config.evaluation().methods().get(0).name());
  }
}
