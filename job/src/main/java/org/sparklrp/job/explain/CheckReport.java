package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.sparklrp.job.command.TextTable;

/** What a trial run came to, for the console. */
final class CheckReport {
  private static final int MOST_FAILURES = 10;
  private static final int MOST_CLASSES = 5;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double SECONDS_PER_HOUR = 3600;

  private CheckReport() {}

  /** The report; every line ends with a line feed. */
  static String of(CheckResult result) {
    StringBuilder text = new StringBuilder();
    int tried = result.seen().size() + result.refused().size();
    text.append(
        line(
            "Tried %,d of %,d images, spread over the dataset; nothing is written\n",
            tried, result.total()));
    section(text, "images", images(result));
    if (!result.seen().isEmpty()) {
      section(text, "preprocessing, as the model sees it", preprocessing(result));
      section(text, "predictions", predictions(result));
      section(text, "conservation", conservation(result));
    }
    section(text, line("forecast for %,d images", result.total()), forecast(result));
    List<String> warnings = CheckWarnings.of(result);
    section(text, "warnings", warnings.isEmpty() ? List.of("none") : warnings);
    return text.toString();
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    text.append('\n').append(title).append('\n');
    lines.stream()
        .flatMap(String::lines)
        .forEach(each -> text.append("  ").append(each).append('\n'));
  }

  private static List<String> images(CheckResult result) {
    List<String> lines = new ArrayList<>();
    List<CheckedImage.Seen> seen = result.seen();
    lines.add(line("%,d explained, %,d failed", seen.size(), result.refused().size()));
    if (!seen.isEmpty()) {
      List<CheckedImage.Size> sizes =
          seen.stream()
              .map(CheckedImage.Seen::size)
              .sorted((a, b) -> Long.compare(area(a), area(b)))
              .toList();
      String smallest = side(sizes.get(0));
      String largest = side(sizes.get(sizes.size() - 1));
      long coloured = sizes.stream().filter(CheckedImage.Size::hasColour).count();
      lines.add(
          line(
              "height x width %s; %,d with colours, %,d grey",
              smallest.equals(largest) ? smallest : "from " + smallest + " to " + largest,
              coloured,
              seen.size() - coloured));
    }
    for (CheckedImage.Refused failure : result.refused().stream().limit(MOST_FAILURES).toList()) {
      lines.add(
          line(
              "failed: %s (%s): %s",
              failure.imageId(),
              failure.stage().name().toLowerCase(Locale.ROOT),
              failure.reason()));
    }
    if (result.refused().size() > MOST_FAILURES) {
      lines.add(line("and %,d more", result.refused().size() - MOST_FAILURES));
    }
    if (result.leftOut() > 0) {
      lines.add(line("%,d other files are left out", result.leftOut()));
    }
    return lines;
  }

  private static List<String> preprocessing(CheckResult result) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("channel", "lowest", "highest", "mean", "deviation"));
    List<CheckedImage.ChannelValues> channels = channels(result);
    for (int i = 0; i < channels.size(); i++) {
      CheckedImage.ChannelValues channel = channels.get(i);
      table.add(
          List.of(
              line("%d", i),
              line("%.4f", channel.low()),
              line("%.4f", channel.high()),
              line("%.4f", channel.mean()),
              line("%.4f", channel.deviation())));
    }
    List<String> lines = new ArrayList<>();
    if (!result.shape().isEmpty()) {
      lines.add(
          "channels x height x width = "
              + result.shape().stream().map(String::valueOf).collect(Collectors.joining(" x ")));
    }
    lines.add(TextTable.aligned(table));
    return lines;
  }

  private static List<String> predictions(CheckResult result) {
    Map<Integer, Long> counts =
        result.seen().stream()
            .collect(
                Collectors.groupingBy(
                    CheckedImage.Seen::predicted, TreeMap::new, Collectors.counting()));
    String often =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
            .limit(MOST_CLASSES)
            .map(each -> line("%s %,d", result.classes().name(each.getKey()), each.getValue()))
            .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "%,d of %,d classes are predicted, most often: %s",
            counts.size(), result.classes().size(), often));
    int labelled = result.labelled().size();
    lines.add(
        labelled == 0
            ? "accuracy unknown: no label of a tried image is a class of the model"
            : line(
                "accuracy %.2f %% (%,d of %,d images with a known label); chance is %.2f %%",
                100.0 * result.correct() / labelled,
                result.correct(),
                labelled,
                100.0 / result.classes().size()));
    return lines;
  }

  private static List<String> conservation(CheckResult result) {
    double[] shares =
        result.seen().stream()
            .flatMap(image -> image.targets().stream())
            .filter(target -> target.score() != 0)
            .mapToDouble(target -> target.relevance() / target.score())
            .sorted()
            .toArray();
    if (shares.length == 0) {
      return List.of("every score is 0");
    }
    return List.of(
        line(
            "sum of relevance / score: median %.4f, from %.4f to %.4f, of %,d explanations",
            shares[shares.length / 2], shares[0], shares[shares.length - 1], shares.length));
  }

  private static List<String> forecast(CheckResult result) {
    double tried = sum(result, part -> part.images().size());
    double steadyImages = sum(result, CheckedPart::steadyImages);
    boolean isWarm = steadyImages > 0;
    double perImage =
        isWarm
            ? sum(result, CheckedPart::steady) / steadyImages
            : sum(result, CheckedPart::seconds) / tried;
    double bytesPerImage = sum(result, CheckedPart::tableBytes) / tried;
    double resident = result.parts().stream().mapToLong(CheckedPart::residentBytes).max().orElse(0);
    return List.of(
        line(
            "time    about %s on %,d cores (%.4f s per image and core%s), and the start",
            time(perImage * result.total() / result.cores()),
            result.cores(),
            perImage,
            isWarm ? "" : ", first batches only: try more images"),
        resident > 0
            ? line("memory  %s held at most by a JVM so far, heap and tensors", bytes(resident))
            : "memory  not known on this operating system",
        line(
            "output  about %s (%s per image), without heatmaps",
            bytes(bytesPerImage * result.total()), bytes(bytesPerImage)));
  }

  /** The values of each channel, over all images. */
  static List<CheckedImage.ChannelValues> channels(CheckResult result) {
    List<CheckedImage.ChannelValues> all = new ArrayList<>();
    for (CheckedImage.Seen image : result.seen()) {
      for (int channel = 0; channel < image.channels().size(); channel++) {
        CheckedImage.ChannelValues values = image.channels().get(channel);
        if (channel == all.size()) {
          all.add(values);
        } else {
          all.set(channel, all.get(channel).and(values));
        }
      }
    }
    return all;
  }

  private static double sum(CheckResult result, ToDoubleFunction<CheckedPart> figure) {
    return result.parts().stream().mapToDouble(figure).sum();
  }

  private static long area(CheckedImage.Size size) {
    return (long) size.height() * size.width();
  }

  private static String side(CheckedImage.Size size) {
    return line("%d x %d", size.height(), size.width());
  }

  private static String time(double seconds) {
    if (seconds < SECONDS_PER_MINUTE) {
      return line("%.0f s", Math.ceil(seconds));
    }
    return seconds < SECONDS_PER_HOUR
        ? line("%.0f min", seconds / SECONDS_PER_MINUTE)
        : line("%.1f h", seconds / SECONDS_PER_HOUR);
  }

  private static String bytes(double bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double left = bytes;
    int unit = 0;
    while (left >= 1000 && unit < units.length - 1) {
      left /= 1000;
      unit++;
    }
    return line(unit == 0 || left >= 100 ? "%.0f %s" : "%.1f %s", left, units[unit]);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
