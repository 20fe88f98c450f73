package org.sparklrp.engine.memory;

/** The part of a layer's input that a term of a rule multiplies. */
public enum Part {
  /** a. */
  WHOLE,
  /** a+ = max(a, 0). */
  POSITIVE,
  /** a- = min(a, 0). */
  NEGATIVE,
  /** |a|. */
  ABSOLUTE,
  /** 1 everywhere. */
  ONE,
  /** The darkest pixel of each channel. */
  LOW,
  /** The brightest pixel of each channel. */
  HIGH;

  /** Whether the part is the same for every image. */
  public boolean isConstant() {
    return this == ONE || this == LOW || this == HIGH;
  }
}
