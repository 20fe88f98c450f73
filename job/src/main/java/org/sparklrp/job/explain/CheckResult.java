package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.sparklrp.relevance.ClassNames;

/**
 * What a trial run of a job came to.
 *
 * @param total the images of the dataset
 * @param labels how many of them each label has
 * @param leftOut files beside them that are no images of the dataset
 * @param classes of the model
 * @param shape channels, height and width of the model's input; empty for a Bag-of-Words model
 * @param cores that the job would run on
 * @param parts what the tasks saw
 * @param alternatives other preprocessings that were tried
 * @param known what is known to go wrong before any image is seen, one sentence each
 * @param maxFailedFraction the share of images that may fail
 */
record CheckResult(
    long total,
    SortedMap<String, Long> labels,
    long leftOut,
    ClassNames classes,
    List<Integer> shape,
    int cores,
    List<CheckedPart> parts,
    List<Alternative> alternatives,
    List<String> known,
    double maxFailedFraction) {
  /** Copies the lists. */
  CheckResult {
    shape = List.copyOf(shape);
    parts = List.copyOf(parts);
    alternatives = List.copyOf(alternatives);
    known = List.copyOf(known);
  }

  /** The images that were explained. */
  List<CheckedImage.Seen> seen() {
    return all(CheckedImage.Seen.class);
  }

  /** The images that were not. */
  List<CheckedImage.Refused> refused() {
    return all(CheckedImage.Refused.class);
  }

  /** The images that were explained and have a label that the model knows. */
  List<CheckedImage.Seen> labelled() {
    return seen().stream().filter(image -> image.label() >= 0).toList();
  }

  /** How many of those are recognised. */
  long correct() {
    return labelled().stream().filter(image -> image.label() == image.predicted()).count();
  }

  /** How many are recognised behind an alternative preprocessing. */
  long correct(int alternative) {
    return labelled().stream().filter(image -> image.recognising().get(alternative)).count();
  }

  /** Whether more images failed than may. */
  boolean failedTooMany() {
    int images = seen().size() + refused().size();
    return images > 0 && refused().size() > maxFailedFraction * images;
  }

  private <T extends CheckedImage> List<T> all(Class<T> kind) {
    List<T> all = new ArrayList<>();
    for (CheckedPart part : parts) {
      part.images().stream().filter(kind::isInstance).map(kind::cast).forEach(all::add);
    }
    return all;
  }
}
