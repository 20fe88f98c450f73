package org.sparklrp.job.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.config.Gate;
import org.sparklrp.job.command.TextTable;

/** What the command compare prints. */
final class CompareReport {
  private static final int LINES_SHOWN = 30;

  private CompareReport() {}

  /** The breaches, or that there are none. */
  static String of(CompareResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d images of the run, %,d of the baseline, %,d of both%n",
            result.images().run(),
            result.images().baseline(),
            result.images().shared()));
    List<Judged> breaches = result.breaches();
    if (breaches.isEmpty()) {
      text.append("no drift\n");
    } else {
      text.append(table(breaches));
      breaches.stream()
          .filter(breach -> breach.severity() == Judged.Severity.WARN)
          .limit(LINES_SHOWN)
          .forEach(breach -> text.append("warning: ").append(breach.reason()).append('\n'));
    }
    return text.append(result.status())
        .append(": ")
        .append(result.output())
        .append('\n')
        .toString();
  }

  private static String table(List<Judged> breaches) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("what", "metric", "sample", "value", "was", "effect", "limit", "q", "gate"));
    breaches.stream()
        .limit(LINES_SHOWN)
        .forEach(
            breach ->
                lines.add(
                    List.of(
                        TextTable.shortened(breach.measured().entity()),
                        breach.measured().metric().path(),
                        breach.measured().shared() ? "shared" : "all",
                        number(breach.measured().value()),
                        number(breach.measured().baselineValue()),
                        number(breach.measured().effect()),
                        number(breach.threshold()),
                        number(breach.qValue()),
                        breach.severity() == Judged.Severity.FAIL ? "fail" : "warn")));
    String more =
        breaches.size() > LINES_SHOWN
            ? String.format(
                Locale.ROOT, "and %d more, all in the table drift%n", breaches.size() - LINES_SHOWN)
            : "";
    return TextTable.aligned(lines) + more;
  }

  /** What would be checked, and what chance gives. */
  static String gates(CompareResult result) {
    TreeMap<String, List<Judged>> byMetric =
        result.judged().stream()
            .filter(each -> each.severity() != null && !each.measured().shared())
            .collect(
                Collectors.groupingBy(
                    each -> each.measured().metric().path(), TreeMap::new, Collectors.toList()));
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("metric", "watched", "too few", "noise", "largest noise", "level"));
    byMetric.forEach((metric, all) -> lines.add(line(metric, all, result.gates())));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    text.append(
        """

        noise: the effect that 99 of 100 splits of the baseline stay below, of the middle class.
        level: the effect that is too much there, if it is beyond chance too. The gates:
        """);
    result.gates().forEach(gate -> text.append("  ").append(gate.rule()).append('\n'));
    return text.toString();
  }

  private static List<String> line(String metric, List<Judged> all, List<Gate> gates) {
    int least =
        gates.stream()
            .filter(gate -> gate.metric().path().equals(metric))
            .mapToInt(Gate::minCount)
            .findFirst()
            .orElse(0);
    List<Judged> watched = all.stream().filter(each -> each.measured().n() >= least).toList();
    List<Judged> byNoise =
        watched.stream()
            .sorted(Comparator.comparingDouble(each -> each.measured().noise()))
            .toList();
    Judged middle = byNoise.isEmpty() ? null : byNoise.get(byNoise.size() / 2);
    return List.of(
        metric,
        Integer.toString(watched.size()),
        Integer.toString(all.size() - watched.size()),
        middle == null ? "-" : number(middle.measured().noise()),
        middle == null ? "-" : number(byNoise.get(byNoise.size() - 1).measured().noise()),
        middle == null ? "-" : number(middle.threshold()));
  }

  private static String number(@Nullable Double number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%.3g", number);
  }
}
