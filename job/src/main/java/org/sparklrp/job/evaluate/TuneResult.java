package org.sparklrp.job.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparklrp.audit.evaluation.Measure;
import org.sparklrp.audit.inference.MeanInterval;
import org.sparklrp.config.TuneConfig;

/**
 * What the command tune found.
 *
 * @param winner of the search
 * @param measure that was searched by
 * @param images held out, that all of these were measured on
 * @param compared the winner first, then the job's own method and the presets
 * @param own name of the job's own method
 */
public record TuneResult(
    TuneConfig.Candidate winner, Measure measure, int images, List<Compared> compared, String own) {
  /** Copies the list. */
  public TuneResult {
    compared = List.copyOf(compared);
  }

  /**
   * A method on the held-out images.
   *
   * @param name as it is called
   * @param value its mean
   * @param behind the paired difference of the winner to it
   */
  public record Compared(String name, MeanInterval value, MeanInterval behind) {}

  /** Whether the winner is better than each of the others, beyond chance. */
  public boolean beatsAll() {
    return compared.size() > 1
        && compared.stream().skip(1).allMatch(other -> lower(other.behind()) > 0);
  }

  private double lower(MeanInterval difference) {
    return measure.sign() > 0 ? difference.lower() : -difference.upper();
  }

  /** Lines for people, the section method last. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%s on %d held-out images:%n", measure.word(), images));
    for (Compared each : compared) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s: %.4f [%.4f, %.4f]",
              each.name(),
              each.value().mean(),
              each.value().lower(),
              each.value().upper()));
      text.append(
          each.equals(compared.get(0))
              ? String.format("%n")
              : String.format(
                  Locale.ROOT,
                  "; the winner differs by %.4f [%.4f, %.4f]%n",
                  each.behind().mean(),
                  each.behind().lower(),
                  each.behind().upper()));
    }
    text.append(verdict()).append(System.lineSeparator()).append(winner.block());
    return text.toString();
  }

  private String verdict() {
    String name = winner.method().name();
    if (beatsAll()) {
      return name + " beats the default and every preset:";
    }
    Optional<Compared> closest =
        compared.stream()
            .skip(1)
            .min(Comparator.comparingDouble((Compared other) -> lower(other.behind())));
    return closest.isEmpty()
        ? name + " is what the job does already:"
        : "None beats the default and every preset: %s is not better than %s beyond chance. It was:"
            .formatted(name, closest.get().name());
  }
}
