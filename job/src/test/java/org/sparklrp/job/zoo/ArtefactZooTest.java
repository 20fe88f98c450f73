package org.sparklrp.job.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which kinds of artefact are found; each beside a network that was taught without it. */
@Tag("audit")
class ArtefactZooTest {
  private static final double SHARE = 0.3;
  private static final int SEEDS = 1;
  private static final int IMAGES = 480;
  private static List<Outcome> outcomes = List.of();

  @BeforeAll
  static void plantAndAudit() throws IOException {
    List<Planting> plantings = new ArrayList<>();
    List<Artefact> kinds = List.of(Artefact.values());
    for (Artefact kind : kinds) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        int target = (kinds.indexOf(kind) + 3 * seed) % Pictures.CLASSES;
        plantings.add(new Planting(kind, target, SHARE, seed, true));
        plantings.add(new Planting(kind, target, SHARE, seed, false));
      }
    }
    outcomes = Plantings.audit(plantings, IMAGES);
  }

  private static List<Outcome> taught(boolean isTaught) {
    return outcomes.stream().filter(each -> each.planting().isTaught() == isTaught).toList();
  }

  @Test
  void networksThatWereTaughtWithoutTheMarkRaiseNoConfirmedFinding() {
    Outcome.assertFalseAlarmsInAtMost(0.05, taught(false));
  }

  @Test
  void confirmedFindingsAreRight() {
    Outcome.assertRightAtLeast(0.95, taught(true));
  }

  @Test
  void shuffledMapsRaiseAlarmsAsOftenAsTheLevelAllows() {
    List<Outcome> shuffled = taught(false);
    double alarms = shuffled.stream().mapToInt(Outcome::shuffledAlarms).sum();
    assertThat(alarms / shuffled.size() / Pictures.CLASSES).isLessThanOrEqualTo(Outcome.LEVEL);
  }
}
