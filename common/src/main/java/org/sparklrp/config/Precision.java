package org.sparklrp.config;

import org.sparklrp.fault.Keyword;

/** The floating-point numbers that the engine works with. */
public enum Precision {
  /** 32 bits: about 7 digits, as networks are trained and run. */
  FLOAT32(Float.BYTES),
  /** 64 bits: about 16 digits, in twice the memory and several times the time. */
  FLOAT64(Double.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number in memory. */
  public int bytes() {
    return bytes;
  }

  /** The name in configurations. */
  public String key() {
    return Keyword.of(this);
  }
}
