package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sparklrp.audit.finding.Scorer;
import org.sparklrp.image.PixelImage;

/**
 * Changed images on their way through the model, of whatever image and step: they are asked about
 * in full batches, and each hears its own answer.
 */
public final class ScoreQueue {
  private final Scorer scorer;
  private final int batch;
  private final List<PixelImage> images = new ArrayList<>();
  private final List<Consumer<float[]>> listeners = new ArrayList<>();

  /**
   * An empty queue.
   *
   * @param batch images asked about at once
   */
  public ScoreQueue(Scorer scorer, int batch) {
    this.scorer = scorer;
    this.batch = batch;
  }

  /**
   * Has the model asked about an image, soon.
   *
   * @param listener hears the logits
   */
  public void ask(PixelImage image, Consumer<float[]> listener) {
    images.add(image);
    listeners.add(listener);
    if (images.size() == batch) {
      flush();
    }
  }

  /** Has all that is still waiting answered. */
  public void flush() {
    if (images.isEmpty()) {
      return;
    }
    List<float[]> logits = scorer.logits(images);
    for (int i = 0; i < logits.size(); i++) {
      listeners.get(i).accept(logits.get(i));
    }
    images.clear();
    listeners.clear();
  }
}
