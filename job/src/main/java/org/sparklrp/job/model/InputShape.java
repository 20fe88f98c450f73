package org.sparklrp.job.model;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Preprocessing;

/** What the model says of its images and what preprocessing makes of them, brought together. */
public final class InputShape {
  private InputShape() {}

  /**
   * Channels, height and width of the images the model is given.
   *
   * @param declared what the model says; -1 where it leaves a dimension open
   * @throws UserException when preprocessing makes other images, or when neither says how large
   *     they are
   */
  public static List<Integer> resolve(List<Integer> declared, Preprocessing preprocess) {
    List<Integer> made = made(preprocess);
    if (declared.size() != made.size()) {
      throw new UserException(
          "Cannot explain images with this model: its input is not channels x height x width (%s); give model.path an image classifier"
              .formatted(text(declared)));
    }
    List<Integer> resolved = new ArrayList<>();
    for (int dimension = 0; dimension < made.size(); dimension++) {
      int model = declared.get(dimension);
      int image = made.get(dimension);
      if (model > 0 && image > 0 && model != image) {
        throw new UserException(
            "Cannot explain images with this model: it takes channels x height x width = %s and preprocessing makes %s; set preprocess.channels, preprocess.resize and preprocess.crop to fit"
                .formatted(text(declared), text(made)));
      }
      resolved.add(Math.max(model, image));
    }
    if (resolved.contains(-1)) {
      throw new UserException(
          "Cannot tell the size of the model's images: neither the model nor preprocessing fixes it (%s); set preprocess.crop = [height, width]"
              .formatted(text(resolved)));
    }
    return resolved;
  }

  private static List<Integer> made(Preprocessing preprocess) {
    List<Integer> size = preprocess.crop().isEmpty() ? preprocess.resize() : preprocess.crop();
    boolean fixed = size.size() == 2;
    return List.of(
        preprocess.channels().count(), fixed ? size.get(0) : -1, fixed ? size.get(1) : -1);
  }

  private static String text(List<Integer> shape) {
    return String.join(" x ", shape.stream().map(side -> side < 0 ? "any" : "" + side).toList());
  }
}
