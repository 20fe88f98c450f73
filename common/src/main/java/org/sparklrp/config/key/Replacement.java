package org.sparklrp.config.key;

/** What takes the place of a removed region. */
public enum Replacement {
  /** Pixels that are the weighted means of their neighbours (Rong et al. 2022). */
  LINEAR
}
