package org.sparklrp.job.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.verify.DirectAudit;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/**
 * A network with a last layer of its own.
 *
 * @param engine runs it
 */
record TaughtNetwork(RelevanceEngine engine) implements AutoCloseable {
  private static final int BATCH = 50;

  /** What the layers below the last make of images. */
  static float[][] features(RelevanceEngine trunk, List<PixelImage> images) {
    return scores(trunk, images).toArray(float[][]::new);
  }

  /** The logits of each image. */
  List<float[]> logits(List<PixelImage> images) {
    return scores(engine, images);
  }

  private static List<float[]> scores(RelevanceEngine engine, List<PixelImage> images) {
    List<float[]> scores = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<PixelImage> some = images.subList(from, Math.min(images.size(), from + BATCH));
      float[] all = engine.forward(tensor(some), BATCH);
      int length = all.length / BATCH;
      for (int i = 0; i < some.size(); i++) {
        scores.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
      }
    }
    return scores;
  }

  /** The values of a batch; of a part of one the rest is zero. */
  private static float[] tensor(List<PixelImage> images) {
    int length = images.get(0).values().length;
    float[] tensor = new float[BATCH * length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).values(), 0, tensor, i * length, length);
    }
    return tensor;
  }

  /**
   * An explanation of an image.
   *
   * @param image its number
   * @param member what the audit is told
   * @param map signed relevance per pixel
   */
  record Explained(int image, DirectAudit.Member member, float[] map) {}

  /** Explains every image for the class it is taken for, and for its label. */
  List<Explained> explain(List<PixelImage> images, int[] labels) {
    List<Explained> explained = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      int first = from;
      List<PixelImage> some = images.subList(from, Math.min(images.size(), from + BATCH));
      List<ImageAttribution> attributions =
          engine.attribute(
              tensor(some),
              BATCH,
              (image, logits) ->
                  image >= some.size()
                      ? List.of()
                      : Stream.of(TargetSelector.argmax(logits), labels[first + image])
                          .distinct()
                          .map(Target::of)
                          .toList());
      for (int i = 0; i < some.size(); i++) {
        int predicted = TargetSelector.argmax(attributions.get(i).logits());
        for (TargetExplanation each : attributions.get(i).explanations()) {
          float[] map = each.map().signedSum();
          explained.add(
              new Explained(
                  from + i,
                  DirectAudit.Member.of(
                      some.get(i), each.target().index(), predicted, labels[from + i], map),
                  map));
        }
      }
    }
    return explained;
  }

  @Override
  public void close() {
    engine.close();
  }
}
