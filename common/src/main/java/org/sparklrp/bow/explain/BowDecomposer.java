package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.relevance.Target;

/** Decomposes the decisions of one model, target by target. Safe to use from several threads. */
public final class BowDecomposer {
  private static final int ATTEMPTS_PER_SEGMENT = 8;

  private final KernelMachine machine;
  private final WordDecomposition words;

  /**
   * A decomposer.
   *
   * @param words which way kernels go that are sums over dimensions and have a gradient
   * @param segments segments searched for a root, at least 1; only for kernels that need one
   */
  public BowDecomposer(BowModel model, BowWords words, int segments) {
    this.machine = model.machine();
    this.words =
        new WordDecomposition(
            machine, words, new RootSearch(segments, segments * ATTEMPTS_PER_SEGMENT));
  }

  /**
   * Decomposes one decision.
   *
   * @param pooled the image's features, from {@link BowModel#pool}
   * @param decisions the decisions of all classes, from {@link BowModel#decide}
   * @param width the image's width in pixels
   * @param height its height
   */
  public BowDecomposition decompose(
      List<PooledFeatures> pooled, double[] decisions, Target target, int width, int height) {
    List<double[]> vectors = pooled.stream().map(PooledFeatures::vector).toList();
    List<double[]> ofWords = words.relevance(DecisionFunction.of(machine, target), vectors);
    List<double[]> ofFeatures = new ArrayList<>();
    PixelRelevance pixels = new PixelRelevance(width, height);
    for (int channel = 0; channel < pooled.size(); channel++) {
      double[] relevance = FeatureRelevance.of(pooled.get(channel), ofWords.get(channel));
      ofFeatures.add(relevance);
      pixels.add(pooled.get(channel).areas(), relevance);
    }
    Integer contrast = target.contrast();
    double score = decisions[target.index()] - (contrast == null ? 0 : decisions[contrast]);
    return new BowDecomposition(target, score, ofWords, ofFeatures, pixels.sums());
  }
}
