package org.sparklrp.relevance;

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

  /** The classes of the model. */
  ClassNames classes();

  /** Releases native memory. */
  @Override
  void close();
}
