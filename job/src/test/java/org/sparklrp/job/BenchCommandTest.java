package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.command.ExitCode;

class BenchCommandTest {
  private static final String CNN = Golden.file("tiny-cnn", "model.onnx");

  private static CommandLineRun bench(String composites, int threads, int rounds, String... more) {
    List<String> arguments = new ArrayList<>(List.of("bench", "--model", CNN, "--batch", "4"));
    arguments.addAll(List.of("--threads", Integer.toString(threads)));
    arguments.addAll(List.of("--rounds", Integer.toString(rounds), "--warm-up", "1"));
    arguments.addAll(List.of("--composites", composites));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void everyCompositeAskedForIsTimedAgainstTheForwardPass(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("bench.json");
    CommandLineRun run = bench("epsilon-plus,epsilon-gamma-box", 2, 2, "--json", json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .containsPattern("(?m)^forward +[\\d.,]+ +1\\.00 +[\\d.]+$")
        .containsPattern("(?m)images/s +forward passes +GFLOP/s +speed-up$")
        .containsPattern("(?m)^epsilon-plus +[\\d.,]+ +[\\d.]+ +[\\d.]+$")
        .containsPattern("(?m)^epsilon-gamma-box +[\\d.,]+ +[\\d.]+ +[\\d.]+$")
        .containsPattern("(?m)^forward: \\d+ % of the rate of matrix products$")
        .containsPattern("(?m)^peak native memory: ");
    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    assertThat(numbers.path("composites").fieldNames())
        .toIterable()
        .containsExactly("epsilon-plus", "epsilon-gamma-box");
    assertThat(numbers.at("/gemm_gflops").asDouble()).isPositive();
    assertThat(numbers.at("/peak_native_bytes").asLong()).isPositive();
    assertThat(numbers.at("/forward/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/forward/gflops").asDouble()).isPositive();
    assertThat(numbers.at("/forward/share_of_gemm").asDouble()).isPositive();
    assertThat(numbers.at("/composites/epsilon-plus/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/composites/epsilon-plus/ratio_to_forward").asDouble()).isPositive();
    assertThat(numbers.at("/composites/epsilon-plus/speed_up").asDouble()).isPositive();
    assertThat(numbers.at("/threads").asInt()).isEqualTo(2);
  }

  @Test
  void aSingleThreadHasNoSpeedUp() {
    CommandLineRun run = bench("epsilon-plus", 1, 1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .doesNotContain("speed-up")
        .containsPattern("(?m)^epsilon-plus +[\\d.,]+ +[\\d.]+$");
  }

  @Test
  void nothingToTimeIsTheUsersFault() {
    CommandLineRun run = CommandLineRun.of("bench", "--model", CNN, "--threads", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err())
        .contains("Cannot measure with --threads 0: there would be nothing to time");
  }

  @Test
  void aWarmUpIsANumberOfSeconds() {
    CommandLineRun run = CommandLineRun.of("bench", "--model", CNN, "--warm-up", "-1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err())
        .contains("Cannot measure with --warm-up -1.0: it is no number of seconds; give 0 or more");
  }

  @Test
  void aBatchThatFitsIntoNoHeapIsOneSentence() {
    int pixels = 3 * 16 * 16;
    long images = 1 + Runtime.getRuntime().maxMemory() / Float.BYTES / pixels;
    CommandLineRun run = CommandLineRun.of("bench", "--model", CNN, "--batch", "" + images);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err())
        .startsWith("Cannot go on: the heap of this JVM is full, of ")
        .contains("SPARK_LRP_DRIVER_MEMORY")
        .hasLineCount(1);
  }

  @Test
  void anUnknownCompositeIsNamedWithTheNearest() {
    CommandLineRun run = CommandLineRun.of("bench", "--model", CNN, "--composites", "epsilon-pls");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err()).contains("epsilon-pls").contains("the nearest is epsilon-plus");
  }
}
