package org.sparklrp.job.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.audit.finding.Verdict;
import org.sparklrp.job.command.TextTable;

/** What the command verify prints: a line per finding, and a sentence per confirmed one. */
final class VerifyReport {
  private static final int FINDINGS_SHOWN = 30;

  private VerifyReport() {}

  static String of(VerifyResult result) {
    if (result.findings().isEmpty()) {
      return "No cluster is suspicious: there is nothing to test.%n%s".formatted(result.output());
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "class", "cluster", "share", "removed", "random", "turned", "random", "pasted",
            "random", "made", "random", "alike", "random", "q", "verdict"));
    result.findings().stream().limit(FINDINGS_SHOWN).forEach(each -> lines.add(line(each)));
    StringBuilder text = new StringBuilder(TextTable.aligned(lines));
    if (result.findings().size() > FINDINGS_SHOWN) {
      text.append(
          String.format(
              Locale.ROOT,
              "and %d more, all in the table findings%n",
              result.findings().size() - FINDINGS_SHOWN));
    }
    text.append(
        """

        removed, pasted: change of the class's logit; random: by other regions of the same shape.
        turned: decisions lost by removing; made: images of other classes that pasting makes the class.
        alike: correlation of the cluster's images in the region.
        """);
    for (VerifyResult.Finding finding : result.findings()) {
      if (finding.verdict() == Verdict.CONFIRMED) {
        text.append(sentence(finding.tested()));
      }
    }
    return text.append(result.output()).toString();
  }

  private static List<String> line(VerifyResult.Finding finding) {
    TestedCandidate tested = finding.tested();
    return List.of(
        TextTable.shortened(tested.candidate().targetName()),
        Integer.toString(tested.candidate().cluster()),
        percent(tested.candidate().share()),
        number(tested.removed().region()),
        number(tested.removed().controls()),
        percent(tested.removedFlips().region()),
        percent(tested.removedFlips().controls()),
        number(tested.pasted().region()),
        number(tested.pasted().controls()),
        percent(tested.pastedFlips().region()),
        percent(tested.pastedFlips().controls()),
        number(tested.agreement().region()),
        number(tested.agreement().controls()),
        String.format(Locale.ROOT, "%.4f", finding.qValue()),
        finding.verdict().word());
  }

  private static String sentence(TestedCandidate tested) {
    int[] box = tested.candidate().box();
    return String.format(
        Locale.ROOT,
        "class %s: %.0f %% of its explanations rest on rows %d to %d and columns %d to %d; removing"
            + " that costs %.1f of the logit and turns %.0f %% of the decisions; pasted into other"
            + " classes it makes the class of %.0f %%: confirmed%n",
        tested.candidate().targetName(),
        100 * tested.candidate().share(),
        box[0],
        box[2] - 1,
        box[1],
        box[3] - 1,
        tested.removed().region(),
        100 * tested.removedFlips().region(),
        100 * tested.pastedFlips().region());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
