package org.sparklrp.config;

import java.util.List;

/** Methods that are restricted to some channels. */
public final class Conditioned {
  private Conditioned() {}

  /** The same method with these conditions in place of its own. */
  public static MethodConfig by(MethodConfig method, List<Condition> conditions) {
    return new MethodConfig(
        method.name(),
        method.rules(),
        method.pixels(),
        method.parameters(),
        conditions,
        method.precision());
  }
}
