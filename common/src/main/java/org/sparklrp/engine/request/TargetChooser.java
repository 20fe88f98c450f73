package org.sparklrp.engine.request;

import java.util.List;
import org.sparklrp.relevance.Target;

/** Decides, once the logits are known, what is explained of an image. */
@FunctionalInterface
public interface TargetChooser {
  /**
   * The targets of one image.
   *
   * @param image its position in the batch
   * @param logits one per class
   * @return distinct targets; empty where nothing is to be explained
   */
  List<Target> choose(int image, float[] logits);
}
