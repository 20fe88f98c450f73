package org.sparklrp.job.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.Golden;
import org.sparklrp.job.command.ExitCode;

class InspectCommandTest {
  private static final String MLP = Golden.file("tiny-mlp", "model.onnx");
  private static final String CNN = Golden.file("tiny-cnn", "model.onnx");

  @Test
  void theTableShowsLayersRulesShapesParametersAndOperations() {
    CommandLineRun run =
        CommandLineRun.of("inspect", "--model", MLP, "--composite", "epsilon-plus-flat");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            input image 1x1x8x8, composite epsilon-plus-flat
            accounting conserving: bias spread, skip positive, dead spread, stabilizer absolute, gate signal

            layer             operation      output  rule          policies                  parameters   MFLOP
            /f/f.0/Flatten    Reshape        1x64    pass          -                                  -       -
            /f/f.1/Gemm       Dense          1x32    flat          dead spread                    2,080   0.004
            /f/f.2/Tanh       Tanh           1x32    pass          -                                  -       -
            /f/f.3/Gemm       Dense          1x16    epsilon-1e-6  bias spread, dead spread         528   0.001
            /f/f.4/LeakyRelu  LeakyReLU 0.1  1x16    pass          -                                  -       -
            /f/f.5/Gemm       Dense          1x10    epsilon-1e-6  bias spread, dead spread         170  <0.001

            6 layers, 2,778 parameters, 0.005 MFLOP for a forward pass of 1
            native memory: 3 KB per task for tensors, 1 image at once; 19 KB per executor for weights
            input: image float32 [any, 1, 8, 8]
            output: logits float32 [any, 10]
            """);
  }

  @Test
  void theBatchMultipliesShapesAndOperations() {
    CommandLineRun run = CommandLineRun.of("inspect", "--model", CNN, "--batch", "4");
    assertThat(run.out())
        .contains("composite epsilon-gamma-box\n")
        .contains(" 4x")
        .contains("pass of 4");
  }

  @Test
  void rulesForSingleLayersAreShown() {
    CommandLineRun run =
        CommandLineRun.of(
            "inspect", "--model", CNN, "--set", "method.rules=[{layers=\"*\", rule=wsquare}]");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.contains("Convolution")))
        .isNotEmpty()
        .allMatch(line -> line.contains("wsquare"));
  }

  @Test
  void policiesPositionsAndTypesAreShown() {
    CommandLineRun run =
        CommandLineRun.of(
            "inspect",
            "--model",
            Golden.file("tiny-resnet", "model.onnx"),
            "--composite",
            "epsilon-plus",
            "--set",
            "method.accounting=reference",
            "--set",
            "method.dead=spread",
            "--set",
            "method.rules=[{type=convolution, position=last, rule=gamma}]");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "accounting reference: bias absorb, skip norm, dead spread, stabilizer absolute, gate signal\n")
        .containsPattern("Add .* norm +skip norm, dead spread")
        .containsPattern(
            "Warning: \\d+ sums split by their summands' values \\(method.skip = norm\\): relevance"
                + " explodes where summands cancel; positive keeps it bounded.\n");
    assertThat(run.out().lines().filter(line -> line.contains(" gamma-0.25 "))).hasSize(1);
  }

  @Test
  void aConfigurationIsInspectedWithItsModelAndPreprocessing(@TempDir Path folder)
      throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("audit.conf"),
            """
            model.path = "%s"
            preprocess { mean = 0.5, std = 0.5 }
            method { composite = epsilon-gamma-box, high = 3 }
            """
                .formatted(CNN));
    CommandLineRun run = CommandLineRun.of("inspect", "--config", config.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("composite epsilon-gamma-box")
        .contains(
            "Warning: method.high is [3.0, 3.0, 3.0], but the preprocessing makes it [1.0, 1.0, 1.0];"
                + " remove the key to have it computed.\n");
  }

  @Test
  void wrongOptionsAreTheUsersFault() {
    assertFault(
        "Cannot inspect a batch of 0 inputs: it is empty; give --batch 1 or more", "--batch", "0");
    assertFault(
        "Cannot read --input-shape 3xx: it is no list of lengths; write it as in 3,224,224",
        "--input-shape",
        "3xx");
    CommandLineRun unknown = CommandLineRun.of("inspect", "--model", CNN, "--composite", "lrp-5");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(unknown.err())
        .startsWith("Cannot use --set: method.composite is lrp-5; there is no such composite;");
  }

  @Test
  void aFileThatIsNoModelIsTheUsersFault(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "not a model");
    CommandLineRun run = CommandLineRun.of("inspect", "--model", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err()).startsWith("Cannot read " + file).hasLineCount(1);
    CommandLineRun directory = CommandLineRun.of("inspect", "--model", folder.toString());
    assertThat(directory.err())
        .isEqualTo(
            "Cannot read the model: the directory has no model.json ("
                + folder
                + "); name an ONNX file, or the directory of a Bag-of-Words model\n");
  }

  private static void assertFault(String message, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "inspect";
    args[1] = "--model";
    args[2] = CNN;
    System.arraycopy(options, 0, args, 3, options.length);
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.err()).isEqualTo(message + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
  }
}
