package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.List;
import org.sparklrp.image.Stage;

/** What a trial run saw of one image; it travels from the tasks to the driver. */
sealed interface CheckedImage extends Serializable {
  /** The image's key. */
  String imageId();

  /**
   * An image that was explained.
   *
   * @param imageId the image's key
   * @param label the index of its true class, -1 where it has none that the model knows
   * @param size what was decoded: height and width in pixels, and whether there is colour
   * @param predicted the class with the largest logit
   * @param targets what was explained of it
   * @param channels the values of its tensor, channel by channel
   * @param recognising for each alternative preprocessing, whether its true class is predicted
   */
  record Seen(
      String imageId,
      int label,
      Size size,
      int predicted,
      List<TargetSums> targets,
      List<ChannelValues> channels,
      List<Boolean> recognising)
      implements CheckedImage {
    /** Copies the lists. */
    public Seen {
      targets = List.copyOf(targets);
      channels = List.copyOf(channels);
      recognising = List.copyOf(recognising);
    }
  }

  /**
   * An image that became a failure.
   *
   * @param imageId the image's key
   * @param stage how far it came
   * @param reason one sentence
   */
  record Refused(String imageId, Stage stage, String reason) implements CheckedImage {}

  /**
   * What a file held.
   *
   * @param height in pixels
   * @param width in pixels
   * @param hasColour whether any pixel is other than grey
   */
  record Size(int height, int width, boolean hasColour) implements Serializable {}

  /**
   * Where the score of a target went.
   *
   * @param score the value explained
   * @param relevance the sum of its map
   */
  record TargetSums(double score, double relevance) implements Serializable {}

  /**
   * The values of one channel of a tensor.
   *
   * @param low the smallest
   * @param high the largest
   * @param sum of all
   * @param squares the sum of their squares
   * @param count how many
   */
  record ChannelValues(double low, double high, double sum, double squares, long count)
      implements Serializable {
    static ChannelValues of(float[] values, int from, int count) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double sum = 0;
      double squares = 0;
      for (int i = from; i < from + count; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
        sum += values[i];
        squares += (double) values[i] * values[i];
      }
      return new ChannelValues(low, high, sum, squares, count);
    }

    ChannelValues and(ChannelValues other) {
      return new ChannelValues(
          Math.min(low, other.low),
          Math.max(high, other.high),
          sum + other.sum,
          squares + other.squares,
          count + other.count);
    }

    double mean() {
      return sum / count;
    }

    double deviation() {
      return Math.sqrt(Math.max(0, squares / count - mean() * mean()));
    }
  }
}
