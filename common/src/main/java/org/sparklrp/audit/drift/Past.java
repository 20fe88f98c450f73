package org.sparklrp.audit.drift;

import java.util.List;

/** What earlier runs said, for gates that compare with them. */
@FunctionalInterface
public interface Past {
  /** No earlier runs. */
  Past NONE = (measured, window) -> List.of();

  /**
   * A value of an earlier run.
   *
   * @param value then
   * @param error its standard error, 0 where that is not known
   */
  record Value(double value, double error) {}

  /** The last values of the same metric of the same entity, at most so many, in any order. */
  List<Value> of(Measured measured, int window);
}
