package org.sparklrp.job.regions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.table.TextTable;

/** What the command regions prints: one line per class, a group of columns per region. */
final class RegionReport {
  private RegionReport() {}

  static String of(RegionsResult result) {
    Map<String, List<RegionStatistic>> classes = new LinkedHashMap<>();
    for (RegionStatistic statistic : result.statistics()) {
      classes.computeIfAbsent(statistic.targetName(), name -> new ArrayList<>()).add(statistic);
    }
    List<List<String>> lines = new ArrayList<>();
    classes.values().forEach(regions -> lines.add(line(regions)));
    lines.addAll(0, headings(classes.values().iterator().next()));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    text.append(
        """

        images: that have the region. accuracy: of these / of those without the region.
        share: of positive relevance for the %s class that lies in the region, mean over images.
        x area: that share over the region's share of the pixels; 1.0 is relevance spread evenly.
        """
            .formatted(result.choice() == ExplanationChoice.LABEL ? "true" : "predicted"));
    appendGaps(result, text);
    return text.append(result.output()).toString();
  }

  private static List<List<String>> headings(List<RegionStatistic> regions) {
    List<String> names = new ArrayList<>(List.of("", "", "", ""));
    List<String> columns = new ArrayList<>(List.of("class", "images", "accuracy", "mean R"));
    for (RegionStatistic statistic : regions) {
      names.addAll(List.of(TextTable.shortened(statistic.region()) + ":", "", "", ""));
      columns.addAll(List.of("images", "accuracy", "share", "x area"));
    }
    return List.of(names, columns);
  }

  private static List<String> line(List<RegionStatistic> regions) {
    RegionStatistic first = regions.get(0);
    List<String> cells = new ArrayList<>();
    cells.add(TextTable.shortened(first.targetName()));
    cells.add(Long.toString(first.all().images()));
    cells.add(percent(first.all().accuracy()));
    cells.add(String.format(Locale.ROOT, "%.3f", first.meanRelevance()));
    for (RegionStatistic statistic : regions) {
      Double concentration = statistic.concentration();
      cells.add(Long.toString(statistic.present().images()));
      cells.add(
          percent(statistic.present().accuracy()) + " / " + percent(statistic.absent().accuracy()));
      cells.add(percent(statistic.positiveShare()));
      cells.add(concentration == null ? "-" : String.format(Locale.ROOT, "%.1f", concentration));
    }
    return cells;
  }

  private static void appendGaps(RegionsResult result, StringBuilder text) {
    Map<String, Long> missing = new LinkedHashMap<>();
    for (RegionStatistic statistic : result.statistics()) {
      missing.merge(statistic.region(), statistic.missing(), Long::sum);
    }
    missing.forEach(
        (region, count) -> {
          if (count > 0) {
            text.append("%d images have no usable mask of %s:%n".formatted(count, region));
            List<RegionsResult.Gap> named =
                result.someGaps().stream().filter(gap -> gap.region().equals(region)).toList();
            named.forEach(
                gap ->
                    text.append(
                        "  %s  %s (%s)%n".formatted(gap.imageId(), gap.problem(), gap.file())));
            if (count > named.size()) {
              text.append(
                  "  and %d more, all in the table region_gaps%n".formatted(count - named.size()));
            }
          }
        });
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
