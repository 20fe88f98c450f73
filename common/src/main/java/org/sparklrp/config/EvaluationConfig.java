package org.sparklrp.config;

import java.util.List;
import java.util.Set;

/**
 * What the command {@code evaluate} is told.
 *
 * @param job the images, the model, and where tables go
 * @param images of each class that are measured
 * @param methods side by side, at least one; the others are compared with the first
 * @param metrics what is measured
 * @param removal how pixels are removed
 * @param truth where objects are known to be
 * @param perImage whether the table of single images is wanted
 */
public record EvaluationConfig(
    JobConfig job,
    int images,
    List<Method> methods,
    Set<EvaluationMetric> metrics,
    Removal removal,
    Truth truth,
    boolean perImage) {
  /** Copies the collections. */
  public EvaluationConfig {
    methods = List.copyOf(methods);
    metrics = Set.copyOf(metrics);
  }

  /**
   * A method that is measured.
   *
   * @param name as tables call it
   * @param job the whole configuration that explains by it
   */
  public record Method(String name, JobConfig job) {}

  /**
   * How pixels are removed.
   *
   * @param steps until all are gone
   * @param side of the patches that go as a whole, in pixels
   * @param replacements what takes their place, one after the other
   * @param constant the value, for a constant replacement
   */
  public record Removal(
      int steps, int side, List<PixelReplacement> replacements, Baseline constant) {
    /** Copies the list. */
    public Removal {
      replacements = List.copyOf(replacements);
    }
  }

  /**
   * Where objects are known to be; both empty: it is not known.
   *
   * @param masks the folder of masks, laid out as the images
   * @param boxes a CSV file of boxes
   */
  public record Truth(String masks, String boxes) {
    /** Whether it is known. */
    public boolean isKnown() {
      return !masks.isEmpty() || !boxes.isEmpty();
    }
  }
}
