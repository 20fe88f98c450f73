package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.PixelReplacement;

/**
 * All that removes pixels of one image. It asks when it is made, and has its numbers once the queue
 * is flushed.
 */
final class Removal {
  private static final String NO_PROBABILITY = "The model's values have no probability";
  private static final String NOT_FINITE = "The model's answer to a changed image is not finite";

  private final EvaluationPlan plan;
  private final ExplainedImage image;
  private final Map<Key, BothOrders> curves = new LinkedHashMap<>();
  private final List<boolean[]> subsets = new ArrayList<>();
  private final double[] losses;

  private record Key(int method, PixelReplacement replacement) {}

  private record BothOrders(Flipping.Curves most, Flipping.Curves least) {}

  Removal(EvaluationPlan plan, ExplainedImage image, ScoreQueue queue) {
    this.plan = plan;
    this.image = image;
    for (PixelReplacement replacement : plan.allReplacements()) {
      for (int method = 0; method < image.methods().size(); method++) {
        float[] map = image.methods().get(method).map();
        if (map != null) {
          curves.put(new Key(method, replacement), flipped(map, replacement, queue));
        }
      }
    }
    boolean isFaithfulnessWanted = plan.has(EvaluationMetric.FAITHFULNESS);
    losses = new double[isFaithfulnessWanted ? EvaluationPlan.SUBSETS : 0];
    if (isFaithfulnessWanted) {
      removeSubsets(queue);
    }
  }

  private BothOrders flipped(float[] map, PixelReplacement kind, ScoreQueue queue) {
    RemovalPlan steps =
        new RemovalPlan(
            image.input().pixels().height(),
            image.input().pixels().width(),
            plan.side(),
            plan.steps());
    Flipping flipping =
        new Flipping(
            image.input().pixels(),
            image.logits(),
            steps,
            new Flipping.Answers(
                logits -> logits[image.target()],
                logits -> plan.certainty().of(logits, image.target())),
            queue);
    int[] most = steps.mostRelevantFirst(map);
    int[] least = steps.leastRelevantFirst(map);
    Flipping.Curves mostFirst = flipping.away(most, replacer(kind));
    return new BothOrders(
        mostFirst, Arrays.equals(most, least) ? mostFirst : flipping.away(least, replacer(kind)));
  }

  private Replacer replacer(PixelReplacement kind) {
    return plan.pixels().replacers().of(kind, image.input().pixels(), image.input().imageId());
  }

  private void removeSubsets(ScoreQueue queue) {
    int size = (int) Math.max(1, Math.round(EvaluationPlan.SUBSET * image.pixels()));
    for (int draw = 0; draw < losses.length; draw++) {
      int place = draw;
      boolean[] subset =
          FaithfulnessCorrelation.subset(
              image.input().imageId(), draw, image.pixels(), size, plan.pixels().seed());
      subsets.add(subset);
      queue.ask(
          replacer(plan.replacements().get(0)).without(subset),
          logits ->
              losses[place] = (double) image.logits()[image.target()] - logits[image.target()]);
    }
  }

  List<EvaluatedImage.CurvePair> curves() {
    List<EvaluatedImage.CurvePair> pairs = new ArrayList<>();
    curves.forEach(
        (key, both) -> {
          pairs.add(pair(key, true, both.most()));
          pairs.add(pair(key, false, both.least()));
        });
    return pairs;
  }

  private static EvaluatedImage.CurvePair pair(Key key, boolean isMost, Flipping.Curves of) {
    return new EvaluatedImage.CurvePair(
        key.method(), key.replacement(), isMost, of.score().values(), of.probability().values());
  }

  List<EvaluatedImage.Value> values() {
    List<EvaluatedImage.Value> values = new ArrayList<>();
    for (int method = 0; method < image.methods().size(); method++) {
      String failure = image.methods().get(method).reason();
      if (plan.has(EvaluationMetric.SRG)) {
        for (PixelReplacement replacement : plan.replacements()) {
          addGains(values, method, replacement, failure);
        }
      }
      if (plan.has(EvaluationMetric.INSERTION_DELETION)) {
        addAreas(values, method, failure);
      }
      if (plan.has(EvaluationMetric.FAITHFULNESS)) {
        values.add(faithfulness(method, failure));
      }
    }
    return values;
  }

  private void addGains(
      List<EvaluatedImage.Value> values, int method, PixelReplacement replacement, String failure) {
    BothOrders both = curves.get(new Key(method, replacement));
    double gain = Double.NaN;
    double surer = Double.NaN;
    double most = Double.NaN;
    double least = Double.NaN;
    if (both != null) {
      gain = FlippingCurve.symmetricGain(both.least().score(), both.most().score());
      surer = FlippingCurve.symmetricGain(both.least().probability(), both.most().probability());
      most = both.most().score().areaOver();
      least = both.least().score().areaOver();
    }
    add(values, method, Measure.SRG, replacement, gain, or(failure, NOT_FINITE));
    add(values, method, Measure.SRG_PROBABILITY, replacement, surer, or(failure, NO_PROBABILITY));
    add(values, method, Measure.MORF, replacement, most, or(failure, NOT_FINITE));
    add(values, method, Measure.LERF, replacement, least, or(failure, NOT_FINITE));
  }

  /** From the blurred image to the image is from the image to the blurred one, seen backwards. */
  private void addAreas(List<EvaluatedImage.Value> values, int method, String failure) {
    PixelReplacement blur = PixelReplacement.BLUR;
    BothOrders both = curves.get(new Key(method, blur));
    double insertion = both == null ? Double.NaN : both.least().probability().areaUnder();
    double deletion = both == null ? Double.NaN : both.most().probability().areaUnder();
    add(values, method, Measure.INSERTION, blur, insertion, or(failure, NO_PROBABILITY));
    add(values, method, Measure.DELETION, blur, deletion, or(failure, NO_PROBABILITY));
  }

  private EvaluatedImage.Value faithfulness(int method, String failure) {
    float[] map = image.methods().get(method).map();
    OptionalDouble correlation = OptionalDouble.empty();
    if (map != null) {
      double[] relevances = new double[losses.length];
      for (int draw = 0; draw < losses.length; draw++) {
        relevances[draw] = FaithfulnessCorrelation.relevance(map, subsets.get(draw));
      }
      correlation = FaithfulnessCorrelation.of(relevances, losses);
    }
    return EvaluatedImage.Value.of(
        new EvaluatedImage.Place(method, Measure.FAITHFULNESS, plan.replacements().get(0)),
        correlation.orElse(Double.NaN),
        or(failure, "The relevance of all subsets is the same, or the score is"));
  }

  private static void add(
      List<EvaluatedImage.Value> values,
      int method,
      Measure measure,
      PixelReplacement replacement,
      double number,
      String reason) {
    values.add(
        EvaluatedImage.Value.of(
            new EvaluatedImage.Place(method, measure, replacement), number, reason));
  }

  private static String or(String failure, String otherwise) {
    return failure.isEmpty() ? otherwise : failure;
  }
}
