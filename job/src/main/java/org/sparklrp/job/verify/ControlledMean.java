package org.sparklrp.job.verify;

import java.io.Serializable;
import org.sparklrp.audit.finding.Effects;
import org.sparklrp.audit.inference.PairedDifference;

/**
 * What changing a region does on the mean of some images, and what its controls do.
 *
 * @param region the mean for the region
 * @param controls the mean for random regions of its shape
 * @param beyond the paired difference of the two
 */
record ControlledMean(double region, double controls, PairedDifference beyond)
    implements Serializable {
  /** Of no images. */
  static final ControlledMean NONE = new ControlledMean(0, 0, new PairedDifference(0, 0, 0, 1));

  static ControlledMean of(double[] region, double[] controls, PairedDifference beyond) {
    return new ControlledMean(Effects.mean(region), Effects.mean(controls), beyond);
  }
}
