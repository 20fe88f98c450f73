package org.sparklrp.audit.finding;

import java.util.List;
import org.sparklrp.image.PixelImage;

/** A model that is asked again and again. */
@FunctionalInterface
public interface Scorer {
  /** The logits of each image. */
  List<float[]> logits(List<PixelImage> images);
}
