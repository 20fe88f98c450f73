package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.sparklrp.image.Channels;

/**
 * How many images have colours, for a word where the model sees none, and the reverse. For the log
 * alone: a task that is tried again counts twice.
 *
 * @param coloured images with a pixel that is other than grey
 * @param grey images without one
 */
record ColourCount(LongAccumulator coloured, LongAccumulator grey) implements Serializable {
  /** Counts of a new run. */
  static ColourCount of(SparkContext spark) {
    return new ColourCount(spark.longAccumulator("coloured"), spark.longAccumulator("grey"));
  }

  /** Counts an image. */
  void add(boolean hasColour) {
    (hasColour ? coloured : grey).add(1);
  }

  /** What there is to say about these images and the channels that the model sees. */
  Optional<String> note(Channels channels) {
    return note(channels.count(), coloured.value(), grey.value());
  }

  /** The same of known counts. */
  static Optional<String> note(int channels, long coloured, long grey) {
    if (channels == 1 && coloured > 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%,d of %,d images have colours, and the model sees one channel: their luminance",
              coloured,
              coloured + grey));
    }
    return channels == 3 && grey > 0
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of %,d images have no colours, and the model sees three channels: equal ones",
                grey,
                coloured + grey))
        : Optional.empty();
  }
}
