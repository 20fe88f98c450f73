package org.sparklrp.job.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How few marked images are enough: the weakness that clustering of explanations is known for. */
@Tag("audit")
class PoisonSweepTest {
  private static final double[] SHARES = {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0};
  private static final int SEEDS = 3;
  private static final int IMAGES = 1200;
  private static List<Outcome> outcomes = List.of();

  @BeforeAll
  static void plantAndAudit() throws IOException {
    List<Planting> plantings = new ArrayList<>();
    for (double share : SHARES) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        plantings.add(
            new Planting(Artefact.TEXT_TAG, 2 * seed % Pictures.CLASSES, share, seed, true));
      }
    }
    outcomes = Plantings.audit(plantings, IMAGES);
    for (double share : SHARES) {
      List<Outcome> own =
          outcomes.stream().filter(each -> each.planting().share() == share).toList();
      System.out.printf(
          Locale.ROOT,
          "share %3.0f%%: mean rank %.1f, average precision %.2f, AUROC %.2f, found %d of %d%n",
          100 * share,
          own.stream().mapToInt(Outcome::rank).average().orElse(0),
          own.stream().mapToDouble(each -> each.retrieval().precision()).average().orElse(0),
          own.stream().mapToDouble(each -> each.retrieval().area()).average().orElse(0),
          own.stream().filter(Outcome::isFound).count(),
          own.size());
    }
    Outcome.printHowManyAreRight(outcomes);
  }

  @Test
  void cleanNetworksRaiseNoConfirmedFinding() {
    List<Outcome> clean = outcomes.stream().filter(each -> each.planting().share() == 0).toList();
    assertThat(clean).hasSize(SEEDS);
    Outcome.assertFalseAlarmsInAtMost(0.05, clean);
  }

  @Test
  void aMarkThatEverySecondImageCarriesIsFoundAndItsClassRankedFirst() {
    assertThat(outcomes)
        .filteredOn(each -> each.planting().share() == 0.5)
        .hasSize(SEEDS)
        .allMatch(Outcome::isFound)
        .allMatch(each -> each.rank() == 1);
  }
}
