package org.sparklrp.job.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.FeatureSource;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ChannelFields;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.KernelFields;
import org.sparklrp.bow.model.NormalizationFields;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.Combination;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.FisherVector;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.WordWeights;
import org.sparklrp.fault.Keyword;
import org.sparklrp.job.command.TextTable;

/**
 * A Bag-of-Words model for the console: how images become vectors, channel by channel, and what
 * decides over them.
 *
 * @param model the model
 */
record BowInspection(BowModel model) {
  private static final int CLASSES_NAMED = 20;

  /** The report; every line ends with a line feed. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "channel",
            "features",
            "sides",
            "step",
            "whitened",
            "words",
            "mapping",
            "pooling",
            "normalised",
            "tiling",
            "dimensions",
            "kernel",
            "weight",
            "relevance"));
    for (int i = 0; i < model.channels().size(); i++) {
      lines.add(line(model.channels().get(i), model.machine().kernels().get(i)));
    }
    return "Bag-of-Words model\n\n" + TextTable.aligned(lines) + '\n' + machine();
  }

  private List<String> line(FeatureChannel channel, ChannelKernel kernel) {
    List<String> line = new ArrayList<>();
    line.add(TextTable.shortened(channel.name()));
    line.addAll(features(channel.source()));
    line.add(channel.whitening() == null ? "-" : "to " + channel.whitening().outputs());
    line.addAll(encoding(channel.encoding()));
    List<String> steps = NormalizationFields.names(channel.normalization());
    line.add(steps.isEmpty() ? "-" : String.join(", ", steps));
    line.addAll(
        List.of(
            String.join("+", ChannelFields.written(channel.tiling())),
            Integer.toString(channel.dimension()),
            name(kernel.kernel()),
            number(kernel.weight()),
            relevance()));
    return line;
  }

  private static List<String> features(FeatureSource source) {
    if (source instanceof Descriptor descriptor) {
      return List.of(
          String.format(
              Locale.ROOT,
              "%s %s x %d",
              type(descriptor),
              Keyword.of(descriptor.space()),
              descriptor.dimension()),
          descriptor.sides().stream().map(String::valueOf).collect(Collectors.joining(",")),
          String.format(
              Locale.ROOT,
              "%d %s",
              descriptor.grid().step(),
              Keyword.of(descriptor.grid().border())));
    }
    return List.of("given x " + source.dimension(), "-", "-");
  }

  /** Words, mapping and pooling. */
  private static List<String> encoding(Encoding encoding) {
    if (encoding instanceof VisualWords words) {
      return List.of(
          Integer.toString(words.values()), mapping(words.mapping()), pooling(words.pooling()));
    }
    if (encoding instanceof WordWeights weights) {
      return List.of(Integer.toString(weights.values()), "given", pooling(weights.pooling()));
    }
    if (encoding instanceof FisherVector fisher) {
      return List.of(Integer.toString(fisher.mixture().components()), "fisher-vector", "mean");
    }
    return List.of(Integer.toString(encoding.values() / encoding.valuesPerWord()), "vlad", "sum");
  }

  private static String pooling(Pooling pooling) {
    if (pooling.isCount()) {
      return "count";
    }
    return pooling.isMax() ? "max" : pooling.p() == 1 ? "sum" : "p=" + pooling.p();
  }

  private static String type(Descriptor descriptor) {
    if (descriptor instanceof PatchDescriptor) {
      return "patch";
    }
    return descriptor instanceof ColorDescriptor ? "colour" : "sift";
  }

  private static String mapping(Mapping mapping) {
    if (mapping instanceof Mapping.Rank rank) {
      return String.format(Locale.ROOT, "rank %s^-r, %d nearest", rank.base(), rank.nearest());
    }
    if (mapping instanceof Mapping.Soft soft) {
      return String.format(Locale.ROOT, "soft %s, %d nearest", soft.sharpness(), soft.nearest());
    }
    return "hard";
  }

  private static String name(SvmKernel kernel) {
    List<String> parts = new ArrayList<>();
    kernel.parts().stream()
        .map(
            part ->
                (part.weight() == 1 ? "" : number(part.weight()) + " ")
                    + KernelFields.written(part.kernel()).get("type"))
        .forEach(parts::add);
    return String.join(" + ", parts);
  }

  /** Whether scores are split exactly, or along a path from a root. */
  private String relevance() {
    boolean isSum =
        model.machine().combination() == Combination.SUM
            && model.machine().kernels().stream()
                .allMatch(channel -> channel.kernel().isSumDecomposable());
    return isSum ? "exact" : "path";
  }

  private String machine() {
    int dimension = model.machine().dimension();
    int support = model.machine().supportCount();
    List<String> names = model.classes().names();
    String classes =
        names.stream().limit(CLASSES_NAMED).collect(Collectors.joining(", "))
            + (names.size() > CLASSES_NAMED ? ", ..." : "");
    return String.format(
        Locale.ROOT,
        "%,d classes%s: %s%n%,d support vectors of %,d dimensions%nmemory: %s per executor for the model%n",
        names.size(),
        model.machine().pairs() == null ? "" : ", one machine for each pair of them",
        classes,
        support,
        dimension,
        size(bytes()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /**
   * What the arrays hold on the heap: support vectors and coefficients as double, words as float.
   */
  private long bytes() {
    long vectors = (long) model.machine().supportCount() * model.machine().dimension();
    long coefficients = (long) model.machine().supportCount() * model.machine().classCount();
    long words =
        model.channels().stream().mapToLong(channel -> channel.encoding().parameters()).sum();
    return Double.BYTES * (vectors + coefficients) + Float.BYTES * words;
  }

  private static String size(long bytes) {
    double kilobytes = bytes / 1024.0;
    return kilobytes < 1024
        ? String.format(Locale.ROOT, "%.0f KB", kilobytes)
        : String.format(Locale.ROOT, "%,.0f MB", kilobytes / 1024);
  }
}
