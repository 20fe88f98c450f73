package org.sparklrp.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.demo.DemoFolder;

/**
 * Thirty nights in a row, each with images of its own. In one the pictures are dark, and one cannot
 * be read.
 */
@Tag("audit")
class NightsTest {
  private static final int NIGHTS = 30;
  private static final int IMAGES = 240;
  private static final int DARK = 17;
  private static final int UNREADABLE = 23;

  @TempDir private Path parent;

  private static String name(int night) {
    return String.format(Locale.ROOT, "night-%02d", night);
  }

  private CommandLineRun compare(int night) {
    Path run = new DemoFolder(parent.resolve(name(night))).run();
    return DemoMonth.compare(
        run,
        new DemoFolder(parent.resolve(name(0))).run(),
        "audit.root=\"" + parent.resolve("audit") + "\"",
        "compare.splits=100",
        "compare.replicates=100");
  }

  @Test
  void theNightThatDriftsIsTheOneThatIsTold() throws IOException {
    List<Integer> drifted = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    for (int night = 0; night < NIGHTS; night++) {
      DemoMonth images = DemoMonth.draw(parent, name(night), IMAGES, 100 + night);
      if (night == DARK) {
        images.darken(0.5);
      }
      if (night == UNREADABLE) {
        assertThat(images.explain("input.path=\"" + parent.resolve("gone") + "\"")).isEqualTo(2);
        CommandLineRun compared = compare(night);
        assertThat(compared.exitCode()).isEqualTo(2);
        assertThat(compared.err().lines()).hasSize(1);
        assertThat(compared.err()).contains("Cannot read the run");
      } else {
        assertThat(images.explain()).isZero();
        CommandLineRun compared = compare(night);
        assertThat(compared.exitCode()).as(compared.err()).isIn(0, 4);
        if (compared.exitCode() == 4) {
          drifted.add(night);
          told.append(name(night)).append('\n').append(compared.out());
        }
      }
    }
    assertThat(drifted).as(told.toString()).containsExactly(DARK);
    CommandLineRun history =
        CommandLineRun.of("history", "--root", parent.resolve("audit").toString());
    assertThat(history.out().lines()).hasSize(NIGHTS);
    assertThat(history.out()).contains(name(UNREADABLE - 1)).doesNotContain(name(UNREADABLE));
  }
}
