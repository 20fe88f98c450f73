package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.evaluation.Agreement;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.audit.evaluation.Measure;
import org.sparklrp.audit.inference.MeanInterval;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.fault.Keyword;
import org.sparklrp.job.command.TextTable;

/** What the command evaluate prints: which method wins, by how much, and whether metrics agree. */
final class EvaluationReport {
  private static final String NOTHING = "-";

  private final EvaluateResult result;
  private final List<String> names;

  /** What is compared: a measure with its replacement. */
  private record Column(Measure measure, @Nullable PixelReplacement replacement) {
    String title() {
      return measure.word() + (replacement == null ? "" : " " + Keyword.of(replacement));
    }
  }

  private EvaluationReport(EvaluateResult result) {
    this.result = result;
    this.names = result.methods().all();
  }

  static String of(EvaluateResult result) {
    return new EvaluationReport(result).text();
  }

  private String text() {
    Map<Column, EvaluationTable.@Nullable Line[]> table = new LinkedHashMap<>();
    for (EvaluationTable.Line line : result.table().lines()) {
      if (line.target() == null) {
        EvaluatedImage.Place place = line.place();
        table
                .computeIfAbsent(
                    new Column(place.measure(), place.replacement()),
                    column -> new EvaluationTable.Line[names.size()])[place.method()] =
            line;
      }
    }
    List<List<String>> lines = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("metric", "better"));
    names.forEach(name -> heading.add(TextTable.shortened(name)));
    heading.addAll(List.of("best", "ahead by", "95 % interval", "of"));
    lines.add(heading);
    List<double[]> judged = new ArrayList<>();
    table.forEach(
        (column, row) -> {
          lines.add(line(column, row));
          if (column.measure().sign() != 0) {
            judged.add(goodness(column, row));
          }
        });
    lines.add(ranks(judged, heading.size()));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    text.append(agreement(judged));
    result
        .methods()
        .refused()
        .forEach((method, reason) -> text.append("%s: %s%n".formatted(method, reason)));
    if (!result.failures().isEmpty()) {
      text.append("not used: %s%n".formatted(Measurement.Outcome.told(result.failures())));
    }
    return text.append(result.output()).append(System.lineSeparator()).toString();
  }

  private List<String> line(Column column, EvaluationTable.@Nullable Line[] row) {
    List<String> cells = new ArrayList<>();
    cells.add(column.title());
    cells.add(column.measure().better().name().toLowerCase(Locale.ROOT));
    for (EvaluationTable.Line line : row) {
      cells.add(line == null || line.n() == 0 ? NOTHING : number(line.value().mean()));
    }
    double[] goodness = goodness(column, row);
    List<Integer> order = order(goodness, methods());
    if (order.size() == 1 && column.measure().isAboutContent()) {
      // One method alone is compared with chance.
      order = order(goodness, methods() + 1);
    }
    if (order.size() < 2) {
      cells.addAll(List.of(NOTHING, NOTHING, NOTHING, NOTHING));
      return cells;
    }
    int best = order.get(0);
    int next = order.get(1);
    MeanInterval ahead =
        result
            .table()
            .difference(
                new EvaluatedImage.Place(best, column.measure(), column.replacement()), next);
    int sign = column.measure().sign();
    double lower = sign > 0 ? ahead.lower() : -ahead.upper();
    double upper = sign > 0 ? ahead.upper() : -ahead.lower();
    cells.add((lower > 0 ? "" : "tie: ") + TextTable.shortened(names.get(best)));
    cells.add(number(sign * ahead.mean()));
    cells.add(Double.isNaN(lower) ? NOTHING : "[%s, %s]".formatted(number(lower), number(upper)));
    cells.add(TextTable.shortened(names.get(next)));
    return cells;
  }

  /** The number of methods, the null maps aside. */
  private int methods() {
    return result.methods().names().size();
  }

  /** By method: the more, the better; NaN where there is no number or no judgement. */
  private double[] goodness(Column column, EvaluationTable.@Nullable Line[] row) {
    double[] goodness = new double[names.size()];
    for (int method = 0; method < goodness.length; method++) {
      EvaluationTable.Line line = row[method];
      int sign = column.measure().sign();
      goodness[method] =
          line == null || line.n() == 0 || sign == 0 ? Double.NaN : sign * line.value().mean();
    }
    return goodness;
  }

  private static List<Integer> order(double[] goodness, int first) {
    List<Integer> order = new ArrayList<>();
    for (int method = 0; method < first; method++) {
      if (!Double.isNaN(goodness[method])) {
        order.add(method);
      }
    }
    order.sort(Comparator.comparingDouble((Integer method) -> -goodness[method]));
    return order;
  }

  private List<String> ranks(List<double[]> judged, int cells) {
    List<String> line = new ArrayList<>(List.of("mean rank", "low"));
    for (double rank : Agreement.meanRanks(judged, methods())) {
      line.add(Double.isNaN(rank) ? NOTHING : String.format(Locale.ROOT, "%.2f", rank));
    }
    while (line.size() < cells) {
      line.add("");
    }
    return line;
  }

  /** Over the methods alone: that random loses everywhere is no agreement about them. */
  private String agreement(List<double[]> judged) {
    double concordance = Agreement.concordance(judged, methods());
    return Double.isNaN(concordance)
        ? ""
        : String.format(
            Locale.ROOT,
            "Agreement of the metrics on the order of the methods (Kendall's W, 0 none to 1 full): %.2f%n",
            concordance);
  }

  private static String number(double number) {
    double size = Math.abs(number);
    return String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 1 ? "%.3f" : "%.4f", number);
  }
}
