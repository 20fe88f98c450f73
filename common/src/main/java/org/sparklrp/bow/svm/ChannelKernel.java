package org.sparklrp.bow.svm;

import java.io.Serializable;
import org.sparklrp.bow.kernel.SvmKernel;

/**
 * How one feature channel enters a sum over channels: beta_u K_u.
 *
 * @param weight beta_u, at least 0
 * @param kernel K_u
 */
public record ChannelKernel(double weight, SvmKernel kernel) implements Serializable {
  /** Checks the weight. */
  public ChannelKernel {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("A channel's weight is at least 0, not " + weight);
    }
  }
}
