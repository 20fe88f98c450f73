package org.sparklrp.audit.drift;

import org.jspecify.annotations.Nullable;

/**
 * What a gate says of a measured value.
 *
 * @param measured the value; where earlier runs are compared with, its baseline, effect and p-value
 *     are those against them
 * @param qValue the p-value with all values that gates watch taken into account, or null
 * @param threshold the effect that is too much, or null where no gate watches
 * @param severity of the level that is meant, or null where no gate watches
 * @param breached whether the effect is too much, beyond chance
 * @param reason one sentence for people
 */
public record Judged(
    Measured measured,
    @Nullable Double qValue,
    @Nullable Double threshold,
    @Nullable Severity severity,
    boolean breached,
    String reason) {
  /** What a breach does. */
  public enum Severity {
    /** A line is printed. */
    WARN,
    /** The command fails. */
    FAIL
  }
}
