package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.relevance.LayerRelevance;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;

/**
 * The explanations of one batch while they are made. Images may have different numbers of targets;
 * slot k holds the k-th target of every image that has one.
 */
final class AttributionBatch {
  private final int[] inputShape;
  private final float[] logits;
  private final int classes;
  private final List<List<Target>> targets;
  private final List<List<TargetExplanation>> explanations = new ArrayList<>();

  AttributionBatch(int[] inputShape, float[] logits, List<List<Target>> targets) {
    this.inputShape = inputShape;
    this.logits = logits;
    this.targets = targets;
    this.classes = logits.length / targets.size();
    targets.forEach(each -> explanations.add(new ArrayList<>()));
  }

  /** Takes a slot's relevances of the input. */
  void add(int slot, float[] relevance, Account account) {
    add(slot, relevance, account, image -> LayerRelevance.NONE);
  }

  /** The same with what was seen inside, per image. */
  void add(int slot, float[] relevance, Account account, IntFunction<LayerRelevance> layers) {
    int size = relevance.length / targets.size();
    for (int image = 0; image < targets.size(); image++) {
      if (slot < targets.get(image).size()) {
        Target target = targets.get(image).get(slot);
        float[] values = Arrays.copyOfRange(relevance, image * size, (image + 1) * size);
        explanations
            .get(image)
            .add(explanation(image, target, values, account, layers.apply(image)));
      }
    }
  }

  private TargetExplanation explanation(
      int image, Target target, float[] values, Account account, LayerRelevance layers) {
    float[] own = Arrays.copyOfRange(logits, image * classes, (image + 1) * classes);
    Ledger ledger =
        new Ledger(
            target.score(own),
            BlockSums.sum(values, values.length),
            account.bias(image),
            account.stabilizer(image),
            account.dead(image),
            account.conditions(image));
    return new TargetExplanation(
        target, probability(own, target.index()), ledger, map(values), layers);
  }

  /** Images keep their planes; a one-dimensional input becomes a single row of pixels. */
  private RelevanceMap map(float[] values) {
    int rank = inputShape.length;
    int channels = rank > 2 ? inputShape[1] : 1;
    int height = rank > 3 ? inputShape[2] : 1;
    return new RelevanceMap(
        channels, height, values.length / channels / height, WorkingPrecision.narrow(values));
  }

  private static double probability(float[] logits, int index) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit - largest);
    }
    return Math.exp(logits[index] - largest) / total;
  }

  List<ImageAttribution> finish() {
    List<ImageAttribution> attributions = new ArrayList<>();
    for (int image = 0; image < targets.size(); image++) {
      attributions.add(
          new ImageAttribution(
              WorkingPrecision.narrow(
                  Arrays.copyOfRange(logits, image * classes, (image + 1) * classes)),
              explanations.get(image)));
    }
    return attributions;
  }
}
