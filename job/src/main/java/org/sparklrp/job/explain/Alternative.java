package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Preprocessing;

/**
 * Another preprocessing that a model may have been trained behind, for finding out which one
 * recognises more images.
 *
 * @param keys the keys to set for it, as one line
 * @param preprocessing what they mean
 */
record Alternative(String keys, Preprocessing preprocessing) implements Serializable {
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

  /** The range of pixels that a network sees: a scale, a mean and a divisor. */
  private record Normalisation(String keys, double scale, List<Double> mean, List<Double> std) {
    static Normalisation even(String keys, double scale, double mean) {
      return new Normalisation(keys, scale, List.of(mean), List.of(1.0));
    }

    Normalisation wide(int channels) {
      return mean.size() == channels
          ? this
          : new Normalisation(
              keys,
              scale,
              Collections.nCopies(channels, mean.get(0)),
              Collections.nCopies(channels, std.get(0)));
    }
  }

  private static final List<Normalisation> USUAL =
      List.of(
          Normalisation.even("preprocess.scale = 1, preprocess.mean = 0, preprocess.std = 1", 1, 0),
          Normalisation.even(
              "preprocess.scale = 0.00392156862745098 (1/255), preprocess.mean = 0, preprocess.std"
                  + " = 1",
              1 / 255.0,
              0),
          Normalisation.even(
              "preprocess.scale = 0.00784313725490196 (1/127.5), preprocess.mean = 1, preprocess.std"
                  + " = 1",
              1 / 127.5,
              1),
          new Normalisation(
              "preprocess.scale = 0.00392156862745098 (1/255), preprocess.mean = [0.485, 0.456,"
                  + " 0.406], preprocess.std = [0.229, 0.224, 0.225]",
              1 / 255.0,
              IMAGENET_MEAN,
              IMAGENET_STD));

  /** The usual ones that differ from a preprocessing; sizes and interpolation stay. */
  static List<Alternative> to(Preprocessing asked) {
    int channels = asked.channels().count();
    Normalisation own =
        new Normalisation("", asked.scale(), asked.mean(), asked.std()).wide(channels);
    List<Normalisation> normalisations = new ArrayList<>(List.of(own));
    USUAL.stream()
        .filter(each -> each.mean().size() == 1 || each.mean().size() == channels)
        .map(each -> each.wide(channels))
        .filter(each -> !isSame(each, own))
        .forEach(normalisations::add);
    List<Alternative> alternatives = new ArrayList<>();
    for (Channels order : orders(asked.channels())) {
      for (Normalisation each : normalisations) {
        if (order != asked.channels() || !each.equals(own)) {
          alternatives.add(of(asked, order, each));
        }
      }
    }
    return alternatives;
  }

  private static List<Channels> orders(Channels asked) {
    return switch (asked) {
      case RGB -> List.of(Channels.RGB, Channels.BGR);
      case BGR -> List.of(Channels.BGR, Channels.RGB);
      case GRAY -> List.of(Channels.GRAY);
    };
  }

  private static Alternative of(Preprocessing asked, Channels order, Normalisation range) {
    List<String> keys = new ArrayList<>();
    if (order != asked.channels()) {
      keys.add("preprocess.channels = " + (order == Channels.BGR ? "bgr" : "rgb"));
    }
    if (!range.keys().isEmpty()) {
      keys.add(range.keys());
    }
    return new Alternative(
        String.join(", ", keys), asked.with(order, range.scale(), range.mean(), range.std()));
  }

  private static boolean isSame(Normalisation one, Normalisation other) {
    return isClose(one.scale(), other.scale())
        && areClose(one.mean(), other.mean())
        && areClose(one.std(), other.std());
  }

  private static boolean areClose(List<Double> ones, List<Double> others) {
    for (int i = 0; i < ones.size(); i++) {
      if (!isClose(ones.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClose(double one, double other) {
    return Math.abs(one - other) < 1e-3 * Math.max(Math.abs(one), Math.abs(other));
  }
}
