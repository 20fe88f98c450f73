package org.sparklrp.job.regions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.command.TextTable;

/** What the command regions prints: one line per class, a group of columns per region. */
final class RegionReport {
  private static final List<String> CASES = List.of("with", "accuracy");
  private static final List<String> SHARES = List.of("share", "x area");

  private RegionReport() {}

  static String of(RegionsResult result) {
    Map<String, List<RegionStatistic>> classes = grouped(result, RegionStatistic::targetName);
    Map<String, List<RegionStatistic>> regions = grouped(result, RegionStatistic::region);
    List<List<String>> lines = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("", "", "", ""));
    List<String> columns = new ArrayList<>(List.of("class", "images", "accuracy", "mean R"));
    regions.forEach(
        (region, statistics) -> {
          if (!isEverywhere(statistics)) {
            columns.addAll(CASES);
          }
          columns.addAll(SHARES);
          names.add(TextTable.shortened(region) + ":");
          names.addAll(Collections.nCopies(columns.size() - names.size(), ""));
        });
    lines.add(names);
    lines.add(columns);
    classes.values().forEach(statistics -> lines.add(line(statistics, regions)));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    text.append(
        """

        with: images that have the region. accuracy: of these / of those without it.
        share: of positive relevance for the %s class that lies in the region, mean over images.
        x area: that share over the region's share of the pixels; 1.0 is relevance spread evenly.
        """
            .formatted(result.choice() == ExplanationChoice.LABEL ? "true" : "predicted"));
    appendGaps(regions, result, text);
    return text.append(result.output()).toString();
  }

  private static Map<String, List<RegionStatistic>> grouped(
      RegionsResult result, Function<RegionStatistic, String> key) {
    return result.statistics().stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  /** Whether every image has the region, so that with and without need no columns. */
  private static boolean isEverywhere(List<RegionStatistic> statistics) {
    return statistics.stream()
        .allMatch(statistic -> statistic.present().images() == statistic.all().images());
  }

  private static List<String> line(
      List<RegionStatistic> statistics, Map<String, List<RegionStatistic>> regions) {
    RegionStatistic first = statistics.get(0);
    List<String> cells = new ArrayList<>();
    cells.add(TextTable.shortened(first.targetName()));
    cells.add(Long.toString(first.all().images()));
    cells.add(percent(first.all().accuracy()));
    cells.add(String.format(Locale.ROOT, "%.3f", first.meanRelevance()));
    for (RegionStatistic statistic : statistics) {
      if (!isEverywhere(regions.getOrDefault(statistic.region(), List.of()))) {
        cells.add(Long.toString(statistic.present().images()));
        cells.add(
            percent(statistic.present().accuracy())
                + " / "
                + percent(statistic.absent().accuracy()));
      }
      Double concentration = statistic.concentration();
      cells.add(percent(statistic.positiveShare()));
      cells.add(concentration == null ? "-" : String.format(Locale.ROOT, "%.1f", concentration));
    }
    return cells;
  }

  private static void appendGaps(
      Map<String, List<RegionStatistic>> regions, RegionsResult result, StringBuilder text) {
    regions.forEach(
        (region, statistics) -> {
          long count = statistics.stream().mapToLong(RegionStatistic::missing).sum();
          if (count > 0) {
            text.append(
                String.format(
                    Locale.ROOT, "%d images have no usable mask of %s:%n", count, region));
            List<RegionsResult.Gap> named =
                result.someGaps().stream().filter(gap -> gap.region().equals(region)).toList();
            named.forEach(
                gap ->
                    text.append(
                        "  %s  %s (%s)%n".formatted(gap.imageId(), gap.problem(), gap.file())));
            if (count > named.size()) {
              text.append(
                  String.format(
                      Locale.ROOT,
                      "  and %d more, all in the table region_gaps%n",
                      count - named.size()));
            }
          }
        });
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
