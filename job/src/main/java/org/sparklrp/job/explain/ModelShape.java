package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.PreprocessConfig;
import org.sparklrp.config.UserException;

/**
 * The images a model takes.
 *
 * @param input channels, height and width; -1 where the model leaves one open
 */
public record ModelShape(List<Integer> input) {
  /** Copies the list. */
  public ModelShape {
    input = List.copyOf(input);
  }

  /**
   * Channels, height and width of the images after preprocessing.
   *
   * @throws UserException when the model takes other images than preprocessing makes, or when
   *     neither says how large they are
   */
  List<Integer> resolve(PreprocessConfig preprocess) {
    List<Integer> made = new ArrayList<>(List.of(preprocess.channels().count(), -1, -1));
    List<Integer> size = preprocess.crop().isEmpty() ? preprocess.resize() : preprocess.crop();
    if (size.size() == 2 || (size.size() == 1 && !preprocess.crop().isEmpty())) {
      made.set(1, size.get(0));
      made.set(2, size.get(size.size() - 1));
    }
    if (input.size() != made.size()) {
      throw new UserException(
          "Cannot explain images with this model: its input is not channels x height x width (%s); give model.path an image classifier"
              .formatted(input));
    }
    List<Integer> resolved = new ArrayList<>();
    for (int dimension = 0; dimension < made.size(); dimension++) {
      int declared = input.get(dimension);
      int given = made.get(dimension);
      if (declared > 0 && given > 0 && declared != given) {
        throw new UserException(
            "Cannot explain images with this model: it takes %s (channels x height x width) and preprocessing makes %s; set preprocess.crop, preprocess.resize and preprocess.channels to fit"
                .formatted(text(input), text(made)));
      }
      resolved.add(Math.max(declared, given));
    }
    if (resolved.contains(-1)) {
      throw new UserException(
          "Cannot tell the size of the images the model takes: neither the model nor preprocessing fixes it (%s); set preprocess.crop = [height, width]"
              .formatted(text(resolved)));
    }
    return resolved;
  }

  private static String text(List<Integer> shape) {
    return String.join(" x ", shape.stream().map(side -> side < 0 ? "any" : "" + side).toList());
  }
}
