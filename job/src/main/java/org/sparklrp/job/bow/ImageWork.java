package org.sparklrp.job.bow;

import java.io.Serializable;
import java.util.Optional;
import org.sparklrp.image.PixelImage;

/**
 * What a pass computes of each image, on the executors.
 *
 * @param <T> the result
 */
interface ImageWork<T> extends Serializable {
  /** Why an image cannot be used, or nothing where it can. */
  Optional<String> objection(PixelImage image);

  /** The result for an image that can be used. */
  T compute(String imageId, PixelImage image);
}
