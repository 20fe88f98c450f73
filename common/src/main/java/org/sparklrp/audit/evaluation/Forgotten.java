package org.sparklrp.audit.evaluation;

import java.util.List;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.relevance.Outcome;

/** The methods on networks that have forgotten more and more of what they learned. */
public interface Forgotten {
  /** How often the network forgets some more; at the last stage it knows nothing. */
  int STAGES = 4;

  /** Whether the model has layers that can forget. */
  boolean isPossible();

  /**
   * Explains the classes that the images' labels name.
   *
   * @param method counted from 0
   * @param stage 1 to {@link #STAGES}
   */
  List<Outcome> explain(int method, int stage, ImageBatch batch);
}
