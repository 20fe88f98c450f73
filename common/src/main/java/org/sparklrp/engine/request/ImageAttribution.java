package org.sparklrp.engine.request;

import java.util.List;
import org.sparklrp.relevance.TargetExplanation;

/**
 * What the engine found for one image.
 *
 * @param logits one per class
 * @param explanations one per target, in the order asked for
 */
public record ImageAttribution(float[] logits, List<TargetExplanation> explanations) {
  /** Copies the list. */
  public ImageAttribution {
    explanations = List.copyOf(explanations);
  }
}
