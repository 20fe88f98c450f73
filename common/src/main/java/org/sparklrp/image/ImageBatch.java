package org.sparklrp.image;

import java.util.List;

/**
 * Images explained together. Their sizes may differ; an explainer that needs one size answers for
 * the others with a failure.
 *
 * @param images at least one image
 */
public record ImageBatch(List<ImageInput> images) {
  /** Copies the list; an empty batch is a caller's bug. */
  public ImageBatch {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("A batch holds at least one image");
    }
  }
}
