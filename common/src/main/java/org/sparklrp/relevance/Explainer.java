package org.sparklrp.relevance;

import java.util.Iterator;
import java.util.List;
import org.sparklrp.image.ImageBatch;

/**
 * Explains batches of preprocessed images: the one seam at which the neural engine and the
 * Bag-of-Words engine meet. An explainer is built once per executor JVM and used by several threads
 * at once.
 */
public interface Explainer extends AutoCloseable {
  /**
   * Explains every image of a batch for its targets.
   *
   * @return one outcome per image, in the batch's order; a bad image is a {@link Outcome.Failed},
   *     never an exception
   */
  List<Outcome> explain(ImageBatch batch);

  /**
   * Explains every image of a batch, part by part where its images have so many targets that their
   * maps would not fit the memory at once. Each part is made when it is asked for.
   *
   * @return parts with one outcome per image, in the batch's order; an image that has nothing more
   *     in a later part is there without explanations, one that failed fails in every part
   */
  default Iterator<List<Outcome>> explainInParts(ImageBatch batch) {
    return List.of(explain(batch)).iterator();
  }

  /**
   * The logits of every image, without explaining them: for experiments that change images and look
   * what becomes of the decision.
   *
   * @param batch images of the size that the model takes
   * @return one array per image, in the batch's order: a value per class
   * @throws IllegalArgumentException for an image that the model does not take
   */
  List<float[]> logits(ImageBatch batch);

  /**
   * What it has done and holds.
   *
   * @param forwardPasses of batches through a network so far
   * @param forwardNanoseconds that these took, on all threads together
   * @param nativeBytes in use outside the heap
   */
  record Usage(long forwardPasses, long forwardNanoseconds, long nativeBytes) {}

  /** What it has done and holds, for those who watch; nothing where it does not count. */
  default Usage usage() {
    return new Usage(0, 0, 0);
  }

  /** The classes of the model. */
  ClassNames classes();

  /** Releases native memory. */
  @Override
  void close();
}
