package org.sparklrp.job.clusters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.command.TextTable;

/** What the command cluster prints: the ranking. */
final class ClusterReport {
  private static final int CLASSES_SHOWN = 20;

  private ClusterReport() {}

  static String of(ClusterResult result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "class",
            "maps",
            "clusters",
            "suspect",
            "share",
            "concentration",
            "accuracy",
            "suspicion",
            "by chance",
            "p",
            "q"));
    result.ranking().stream().limit(CLASSES_SHOWN).forEach(each -> lines.add(line(each)));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    if (result.ranking().size() > CLASSES_SHOWN) {
      text.append(
          String.format(
              Locale.ROOT,
              "and %d more classes, all in the table class_ranking%n",
              result.ranking().size() - CLASSES_SHOWN));
    }
    return text.append(
            """

            suspect: the class's most suspicious cluster; share: of the class's maps in it.
            concentration: of its positive relevance in its region, beyond what other maps have there.
            accuracy: of the class's other images less that of the cluster.
            by chance, p, q: classes of maps shuffled between the other classes.
            """)
        .append(result.output())
        .toString();
  }

  private static List<String> line(ClusterResult.RankedClass ranked) {
    ClassSummary summary = ranked.summary();
    String name = TextTable.shortened(summary.targetName());
    if (summary.clusters().isEmpty()) {
      return List.of(
          name, Long.toString(summary.count()), "0", "-", "-", "-", "-", "-", "-", "-", "-");
    }
    ClassSummary.Cluster worst = summary.clusters().get(summary.worst());
    return List.of(
        name,
        Long.toString(summary.count()),
        Integer.toString(summary.clusters().size()),
        Integer.toString(summary.worst()),
        percent(worst.share()),
        percent(worst.concentration()),
        percent(worst.accuracyEffect()),
        number(worst.suspicion()),
        number(summary.usual()),
        number(ranked.pValue()),
        number(ranked.qValue()));
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(@Nullable Double number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%.3f", number);
  }
}
