package org.sparklrp.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ChannelFields;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.KernelFields;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.job.table.TextTable;

/** What a Bag-of-Words model is made of, a line per feature channel, for the console. */
record BowTable(BowModel model) {

  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "channel",
            "features",
            "values",
            "words",
            "mapping",
            "p",
            "tiling",
            "weight",
            "kernel"));
    for (int i = 0; i < model.channels().size(); i++) {
      lines.add(line(model.channels().get(i), model.machine().kernels().get(i)));
    }
    return TextTable.aligned(lines)
        + String.format(
            Locale.ROOT,
            "%n%,d dimensions, %,d support vectors, %d classes: %s%n",
            model.machine().dimension(),
            model.machine().supportCount(),
            model.classes().size(),
            String.join(", ", model.classes().names()));
  }

  private static List<String> line(FeatureChannel channel, ChannelKernel kernel) {
    return List.of(
        TextTable.shortened(channel.name()),
        String.valueOf(ChannelFields.written(channel.descriptor()).get("type"))
            + (channel.whitening() == null ? "" : ", whitened"),
        String.valueOf(channel.vocabulary().dimension()),
        String.valueOf(channel.vocabulary().words()),
        mapping(channel.mapping()),
        channel.pooling().p() == Double.POSITIVE_INFINITY
            ? "infinity"
            : number(channel.pooling().p()),
        tiling(channel.tiling()),
        number(kernel.weight()),
        kernel(kernel.kernel()));
  }

  private static String mapping(Mapping mapping) {
    return mapping.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String tiling(Tiling tiling) {
    List<String> grids = new ArrayList<>();
    for (Tiling.Grid grid : tiling.grids()) {
      grids.add(grid.columns() + "x" + grid.rows());
    }
    return String.join(" ", grids);
  }

  private static String kernel(SvmKernel kernel) {
    Map<String, Object> written = KernelFields.written(kernel);
    Object gamma = written.get("gamma");
    String type = String.valueOf(written.get("type"));
    return gamma instanceof Double value ? type + " gamma=" + number(value) : type;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
