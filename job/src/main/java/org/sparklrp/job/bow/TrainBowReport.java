package org.sparklrp.job.bow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.bow.svm.CrossValidation;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.job.command.TextTable;

/** What a training has come to, for the console. */
final class TrainBowReport {
  private TrainBowReport() {}

  /** The report; every line ends with a line feed. */
  static String of(TrainBowResult result) {
    StringBuilder text = new StringBuilder();
    Evaluation evaluation = result.evaluation();
    if (evaluation != null) {
      text.append(classes(result, evaluation)).append('\n');
    }
    text.append(
        line(
            "trained on %,d images, %,d support vectors, C = %s (cross-validation %.1f %%)",
            result.trained(),
            result.supportVectors(),
            number(result.chosen().cost()),
            100 * result.chosen().accuracy()));
    for (CrossValidation.Trial trial : result.trials()) {
      text.append(line("  C = %s: %.1f %%", number(trial.cost()), 100 * trial.accuracy()));
    }
    if (evaluation != null) {
      text.append(
          line(
              "held out: %,d images, accuracy %.1f %%, mean average precision %.3f",
              evaluation.images(), 100 * evaluation.accuracy(), evaluation.meanAveragePrecision()));
    }
    if (result.failed() > 0) {
      text.append(line("%,d images could not be used; the log says why", result.failed()));
    }
    return text.append(result.output()).append('\n').toString();
  }

  private static String classes(TrainBowResult result, Evaluation evaluation) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("class", "held out", "average precision"));
    for (int c = 0; c < result.classes().size(); c++) {
      double precision = evaluation.averagePrecision().get(c);
      lines.add(
          List.of(
              TextTable.shortened(result.classes().name(c)),
              evaluation.counts().get(c).toString(),
              Double.isNaN(precision) ? "-" : String.format(Locale.ROOT, "%.3f", precision)));
    }
    return TextTable.aligned(lines);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + '\n';
  }
}
