package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.measure.MapMeasures;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.TargetExplanation;

/**
 * What is measured of the maps of one image alone, without asking the model.
 *
 * @param plan what is wanted
 * @param image with its maps
 */
record MapValues(EvaluationPlan plan, ExplainedImage image) {
  private static final String NO_POSITIVE = "The map has no positive relevance";

  List<EvaluatedImage.Value> values(Evaluator.Truth truth) {
    Evaluator.Truth.Known known =
        plan.has(EvaluationMetric.LOCALISATION)
            ? truth.of(image.input())
            : new Evaluator.Truth.Known(new boolean[0], "");
    List<EvaluatedImage.Value> values = new ArrayList<>();
    for (int method = 0; method < image.methods().size(); method++) {
      Map<Measure, Double> numbers = new EnumMap<>(Measure.class);
      ExplainedImage.OfMethod of = image.methods().get(method);
      float[] map = of.map();
      String reason = of.reason();
      if (plan.has(EvaluationMetric.LOCALISATION)) {
        localise(map, known, numbers);
      }
      if (plan.has(EvaluationMetric.COMPLEXITY)) {
        MapMeasures measures = map == null ? null : measures(map);
        numbers.put(Measure.GINI, measures == null ? Double.NaN : measures.gini());
        numbers.put(Measure.ENTROPY, measures == null ? Double.NaN : measures.entropy());
      }
      if (plan.has(EvaluationMetric.CLASS_SENSITIVITY)) {
        compareClasses(map, of.ofSecond(), numbers);
      }
      if (plan.has(EvaluationMetric.COMPLETENESS)) {
        numbers.put(Measure.COMPLETENESS_ERROR, missing(of.explanation()));
      }
      int place = method;
      numbers.forEach(
          (measure, number) ->
              values.add(
                  EvaluatedImage.Value.of(
                      new EvaluatedImage.Place(place, measure, null),
                      number,
                      reason.isEmpty() ? reason(measure, known) : reason)));
    }
    return values;
  }

  private MapMeasures measures(float[] map) {
    int height = image.input().pixels().height();
    return MapMeasures.of(new RelevanceMap(1, height, map.length / height, map));
  }

  private static void localise(
      float @Nullable [] map, Evaluator.Truth.Known known, Map<Measure, Double> numbers) {
    Optional<Localisation> found =
        map == null || known.inside().length != map.length
            ? Optional.empty()
            : Localisation.of(map, known.inside());
    numbers.put(Measure.LOCALISATION_MASS, found.map(Localisation::mass).orElse(Double.NaN));
    numbers.put(Measure.LOCALISATION_RANK, found.map(Localisation::rank).orElse(Double.NaN));
    numbers.put(
        Measure.LOCALISATION_POINTING, found.map(Localisation::pointing).orElse(Double.NaN));
    numbers.put(Measure.LOCALISATION_LIFT, found.map(Localisation::lift).orElse(Double.NaN));
    numbers.put(Measure.LOCALISATION_AUC, found.map(Localisation::auc).orElse(Double.NaN));
  }

  private static void compareClasses(
      float @Nullable [] map, float @Nullable [] second, Map<Measure, Double> numbers) {
    double spearman = Double.NaN;
    double cosine = Double.NaN;
    if (map != null && second != null) {
      spearman = MapSimilarity.spearman(map, second).orElse(Double.NaN);
      cosine = MapSimilarity.cosine(map, second).orElse(Double.NaN);
    }
    numbers.put(Measure.CLASS_SPEARMAN, spearman);
    numbers.put(Measure.CLASS_COSINE, cosine);
  }

  private static double missing(@Nullable TargetExplanation explanation) {
    if (explanation == null) {
      return Double.NaN;
    }
    Ledger ledger = explanation.ledger();
    return Math.abs(ledger.score() - ledger.relevanceSum()) / Math.max(1, Math.abs(ledger.score()));
  }

  private String reason(Measure measure, Evaluator.Truth.Known known) {
    return switch (measure) {
      case CLASS_SPEARMAN, CLASS_COSINE ->
          image.second() < 0 ? "The model has one class" : "The map is constant, or of one class";
      case COMPLETENESS_ERROR -> "A map that knows nothing explains no score";
      default -> localisationReason(known);
    };
  }

  private String localisationReason(Evaluator.Truth.Known known) {
    if (!known.reason().isEmpty()) {
      return known.reason();
    }
    if (known.inside().length != image.pixels()) {
      return "The mask does not have the image's size";
    }
    boolean isEmpty = true;
    for (boolean inside : known.inside()) {
      isEmpty &= !inside;
    }
    return isEmpty ? "The mask is empty" : NO_POSITIVE;
  }
}
