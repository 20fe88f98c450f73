package org.sparklrp.config;

/** What takes the place of removed pixels. */
public enum PixelReplacement {
  /** The weighted means of their neighbours, solved for all at once (Rong et al. 2022). */
  LINEAR,
  /** One value per channel. */
  CONSTANT,
  /** The image's own mean per channel. */
  MEAN,
  /** The image blurred. */
  BLUR,
  /** Uniform between the darkest and the brightest pixel. */
  NOISE
}
