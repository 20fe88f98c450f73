package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Composite;

/**
 * The explanations of one batch while they are made. Images may have different numbers of targets;
 * slot k holds the k-th target of every image that has one.
 */
final class AttributionBatch {
  private final MethodSettings settings;
  private final int[] inputShape;
  private final float[] pixels;
  private final float[] logits;
  private final int classes;
  private final List<List<Target>> targets;
  private final List<List<TargetExplanation>> explanations = new ArrayList<>();

  AttributionBatch(
      MethodSettings settings,
      int[] inputShape,
      float[] pixels,
      float[] logits,
      List<List<Target>> targets) {
    this.settings = settings;
    this.inputShape = inputShape;
    this.pixels = pixels;
    this.logits = logits;
    this.targets = targets;
    this.classes = logits.length / targets.size();
    targets.forEach(each -> explanations.add(new ArrayList<>()));
  }

  /** The signal at the logits that explains the slot's targets. */
  float[] start(int slot) {
    float[] start = new float[logits.length];
    for (int image = 0; image < targets.size(); image++) {
      if (slot < targets.get(image).size()) {
        Target target = targets.get(image).get(slot);
        set(start, image, target.index(), 1f);
        if (target.contrast() != null) {
          set(start, image, target.contrast(), -1f);
        }
      }
    }
    return start;
  }

  private void set(float[] start, int image, int index, float sign) {
    int at = image * classes + index;
    start[at] = settings.composite().start() == Composite.Start.LOGIT ? sign * logits[at] : sign;
  }

  /** Takes a slot's signal at the input. */
  void add(int slot, float[] signal, Account account) {
    int size = signal.length / targets.size();
    for (int image = 0; image < targets.size(); image++) {
      if (slot < targets.get(image).size()) {
        Target target = targets.get(image).get(slot);
        float[] values = Arrays.copyOfRange(signal, image * size, (image + 1) * size);
        if (settings.timesInput()) {
          for (int i = 0; i < size; i++) {
            values[i] *= pixels[image * size + i];
          }
        }
        explanations.get(image).add(explanation(image, target, values, account));
      }
    }
  }

  private TargetExplanation explanation(int image, Target target, float[] values, Account account) {
    float[] own = Arrays.copyOfRange(logits, image * classes, (image + 1) * classes);
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    boolean decomposes = settings.decomposes();
    Ledger ledger =
        new Ledger(
            target.score(own),
            sum,
            decomposes ? account.bias(image) : 0,
            decomposes ? account.stabilizer(image) : 0,
            decomposes ? account.dead(image) : 0);
    return new TargetExplanation(target, probability(own, target.index()), ledger, map(values));
  }

  /** Images keep their planes; a one-dimensional input becomes a single row of pixels. */
  private RelevanceMap map(float[] values) {
    int rank = inputShape.length;
    int channels = rank > 2 ? inputShape[1] : 1;
    int height = rank > 3 ? inputShape[2] : 1;
    return new RelevanceMap(channels, height, values.length / channels / height, values);
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
              Arrays.copyOfRange(logits, image * classes, (image + 1) * classes),
              explanations.get(image)));
    }
    return attributions;
  }
}
