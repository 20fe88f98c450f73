package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.fault.NearestName;

/** The usual mistakes, as far as a trial run shows them: one sentence each. */
final class CheckWarnings {
  /** An alternative counts as better when so many standard deviations speak for it. */
  private static final double CERTAINTY = 2.5;

  private static final int MOST_LABELS = 5;

  /** Preprocessed pixels that differ less are nearly one colour. */
  private static final double SMALL_RANGE = 0.05;

  private CheckWarnings() {}

  /** The warnings, in the order in which they should be read. */
  static List<String> of(CheckResult result) {
    List<String> warnings = new ArrayList<>(result.known());
    noteRange(result, warnings);
    noteColours(result, warnings);
    noteLabels(result, warnings);
    noteAccuracy(result, warnings);
    return warnings;
  }

  private static void noteRange(CheckResult result, List<String> warnings) {
    CheckReport.channels(result).stream()
        .map(channel -> channel.high() - channel.low())
        .max(Comparator.naturalOrder())
        .filter(range -> range < SMALL_RANGE)
        .ifPresent(
            range ->
                warnings.add(
                    line(
                        "the model sees nearly one colour: its pixels differ by %.3g at most; preprocess.scale or preprocess.std may divide a second time",
                        range)));
  }

  private static void noteColours(CheckResult result, List<String> warnings) {
    if (result.shape().isEmpty()) {
      return;
    }
    long all = result.seen().size();
    long coloured = result.seen().stream().filter(image -> image.size().hasColour()).count();
    ColourCount.note(result.shape().get(0), coloured, all - coloured).ifPresent(warnings::add);
  }

  /** Labels are known of all images, not only of those that were tried. */
  private static void noteLabels(CheckResult result, List<String> warnings) {
    List<Map.Entry<String, Long>> unknown =
        result.labels().entrySet().stream()
            .filter(label -> result.classes().find(label.getKey()).isEmpty())
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    unknown.stream()
        .limit(MOST_LABELS)
        .forEach(
            label ->
                warnings.add(
                    line(
                        "the label %s (%,d images) is no class of the model; the nearest is %s",
                        label.getKey(),
                        label.getValue(),
                        NearestName.of(label.getKey(), result.classes().names()))));
    if (unknown.size() > MOST_LABELS) {
      warnings.add(
          line(
              "%,d more labels are no classes of the model; set model.classes to the names that the folders have, or input.label = none",
              unknown.size() - MOST_LABELS));
    }
  }

  private static void noteAccuracy(CheckResult result, List<String> warnings) {
    int images = result.labelled().size();
    if (images == 0) {
      return;
    }
    int best =
        IntStream.range(0, result.alternatives().size())
            .boxed()
            .max(Comparator.comparingLong(result::correct))
            .orElse(-1);
    double chance = 1.0 / result.classes().size();
    double spread = Math.sqrt(chance * (1 - chance) * images);
    boolean isNearChance = result.correct() <= chance * images + 2 * spread;
    if (best >= 0 && isBetter(result, best)) {
      warnings.add(
          line(
              "another preprocessing recognises %,d of %,d images, where this one recognises %,d: %s",
              result.correct(best),
              images,
              result.correct(),
              result.alternatives().get(best).keys()));
    } else if (isNearChance) {
      warnings.add(
          line(
              "the accuracy is near chance (%,d of %,d images; chance is %.1f), and no usual channel order or normalisation is better: check the order of model.classes, preprocess.resize and preprocess.crop, and that the folders name the true classes",
              result.correct(), images, chance * images));
    }
  }

  /** Compares image by image (McNemar 1947): those that both recognise say nothing. */
  private static boolean isBetter(CheckResult result, int alternative) {
    int gained = 0;
    int lost = 0;
    for (CheckedImage.Seen image : result.labelled()) {
      boolean own = image.label() == image.predicted();
      boolean other = image.recognising().get(alternative);
      gained += other && !own ? 1 : 0;
      lost += own && !other ? 1 : 0;
    }
    return gained - lost >= CERTAINTY * Math.sqrt(gained + (double) lost) && gained > lost;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
