package org.sparklrp.job.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.onnx.OnnxModel;

/** Completes the shape of a model's input where the file leaves lengths open. */
public final class InputShapes {
  private InputShapes() {}

  /**
   * The complete shape, batch first.
   *
   * @param model the network
   * @param given one input's shape as the user says it, as in 3,224,224; null where nothing was
   *     said
   * @param batch inputs per forward pass as the user says it, or null
   * @param origin the file, for messages
   */
  public static List<Integer> complete(
      OnnxModel model, @Nullable String given, @Nullable Integer batch, String origin) {
    if (batch != null && batch < 1) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot inspect a batch of %d inputs: it is empty; give --batch 1 or more",
              batch));
    }
    List<Integer> single = single(model.inputShape(), given, origin);
    List<Integer> shape = new ArrayList<>();
    shape.add(batch == null ? model.fixedBatch(single).orElse(1) : batch);
    shape.addAll(single);
    return shape;
  }

  private static List<Integer> single(
      List<Integer> declared, @Nullable String given, String origin) {
    if (given != null) {
      return lengths(given);
    }
    if (declared.isEmpty() || declared.subList(1, declared.size()).contains(-1)) {
      throw new UserException(
          "Cannot tell the size of the inputs of %s: the model leaves it open (%s, -1 is any length); give --input-shape, as in 3,224,224"
              .formatted(origin, declared));
    }
    return declared.subList(1, declared.size());
  }

  /** One image's shape as the user says it: channels, height and width. */
  public static List<Integer> image(String given) {
    List<Integer> lengths = lengths(given);
    if (lengths.size() != 3 || lengths.stream().anyMatch(length -> length < 1)) {
      throw new UserException(
          "Cannot read --input-shape %s: an image has three lengths of at least 1; write it as in 3,224,224"
              .formatted(given));
    }
    return lengths;
  }

  private static List<Integer> lengths(String written) {
    try {
      return Arrays.stream(written.split(",", -1)).map(String::trim).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new UserException(
          "Cannot read --input-shape %s: it is no list of lengths; write it as in 3,224,224"
              .formatted(written),
          e);
    }
  }
}
