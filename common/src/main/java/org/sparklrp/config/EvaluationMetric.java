package org.sparklrp.config;

/** What explanations are measured by; each gives one or several rows. */
public enum EvaluationMetric {
  /** Pixels are removed, the most and the least relevant first. */
  SRG,
  /** The same from the image to its blurred self and back. */
  INSERTION_DELETION,
  /** The relevance of random sets of pixels and what the score loses without them. */
  FAITHFULNESS,
  /** Relevance in known masks or boxes. */
  LOCALISATION,
  /** How many pixels have relevance. */
  COMPLEXITY,
  /** How far the maps of the two likeliest classes are alike. */
  CLASS_SENSITIVITY,
  /** What becomes of maps when the network forgets what it learned. */
  RANDOMISATION,
  /** How far small changes of the image change the map. */
  MAX_SENSITIVITY,
  /** What relevance is missing to the score. */
  COMPLETENESS
}
