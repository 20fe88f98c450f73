package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/**
 * Logit k is w_k . x, and the relevance of x_i is w_ki x_i times a factor that makes another method
 * of it.
 */
record LinearModel(int size, int count, float factor) implements Explainer {
  float[] weights(int index) {
    Random random = new Random(31 + index);
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = random.nextFloat() - 0.5f;
    }
    return weights;
  }

  @Override
  public List<float[]> logits(ImageBatch batch) {
    return batch.images().stream().map(image -> logits(image.pixels().values())).toList();
  }

  private float[] logits(float[] pixels) {
    float[] logits = new float[count];
    for (int index = 0; index < count; index++) {
      float[] weights = weights(index);
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += weights[i] * pixels[i];
      }
      logits[index] = (float) sum;
    }
    return logits;
  }

  @Override
  public List<Outcome> explain(ImageBatch batch) {
    return batch.images().stream().map(this::explain).toList();
  }

  private Outcome explain(ImageInput image) {
    float[] pixels = image.pixels().values();
    float[] logits = logits(pixels);
    List<TargetExplanation> explanations = new ArrayList<>();
    for (Target target : new TargetSelector.Top(2).select(logits, null)) {
      float[] map = weights(target.index());
      double sum = 0;
      for (int i = 0; i < size; i++) {
        map[i] *= factor * pixels[i];
        sum += map[i];
      }
      int side = (int) Math.round(Math.sqrt(size));
      explanations.add(
          new TargetExplanation(
              target,
              0.5,
              new Ledger(target.score(logits), sum, 0, 0, 0),
              new RelevanceMap(1, side, side, map)));
    }
    return new Outcome.Explained(image.imageId(), TargetSelector.argmax(logits), explanations);
  }

  @Override
  public ClassNames classes() {
    return ClassNames.numbered(count);
  }

  @Override
  public void close() {}
}
