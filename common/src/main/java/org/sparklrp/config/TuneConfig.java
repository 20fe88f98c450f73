package org.sparklrp.config;

import java.util.List;

/**
 * What the command {@code tune} is told.
 *
 * @param evaluation the images, the model and how pixels are removed; its metrics are the one that
 *     is searched by, its one method is the job's own
 * @param metric that is searched by
 * @param images of each label in the last round
 * @param heldOut of each label, other ones, that the winner is measured on
 * @param candidates that are tried, the most usual first
 * @param presets that the winner is compared with
 */
public record TuneConfig(
    EvaluationConfig evaluation,
    EvaluationMetric metric,
    int images,
    int heldOut,
    List<Candidate> candidates,
    List<Candidate> presets) {
  /** Copies the lists. */
  public TuneConfig {
    candidates = List.copyOf(candidates);
    presets = List.copyOf(presets);
  }

  /**
   * A method that is tried.
   *
   * @param method the whole configuration that explains by it
   * @param block the same as a section of a configuration
   */
  public record Candidate(EvaluationConfig.Method method, String block) {}
}
