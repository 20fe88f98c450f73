package org.sparklrp.engine.division;

/** Which outputs of a layer a division serves, by the sign of the layer's own output. */
public enum Outputs {
  ALL,
  POSITIVE,
  NEGATIVE
}
