package org.sparklrp.bow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.feature.SiftDescriptor;
import org.sparklrp.bow.feature.WhiteningKind;
import org.sparklrp.bow.kernel.AdditiveKernel;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling.Grid;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.fault.UserException;

class ChannelPlanTest {
  private static final String PATHS = "input.path = in, output.path = out\n";

  @Test
  void theDefaultsAreWhitenedPatchesAndSift() {
    List<ChannelPlan> plans = plans("", 3);
    ChannelPlan patches = plans.get(0);
    assertThat(patches.name()).isEqualTo("patches");
    assertThat(patches.descriptor())
        .isEqualTo(
            new PatchDescriptor(
                ColorSpace.RGB, new DenseGrid(1, Border.INSIDE), 6, List.of(1), 10 / 65025.0));
    assertThat(patches.whitening()).isEqualTo(new WhiteningPlan(WhiteningKind.ZCA, 0.1, 108));
    assertThat(patches.words()).isEqualTo(400);
    assertThat(patches.sample()).isEqualTo(60_000);
    assertThat(patches.mapping()).isEqualTo(new Mapping.Rank(2.4, 8));
    assertThat(patches.pooling()).isEqualTo(Pooling.SUM);
    assertThat(patches.tiling().grids()).containsExactly(new Grid(1, 1), new Grid(2, 2));
    assertThat(patches.weight()).isNaN();
    assertThat(patches.kernel(unit -> 1)).isEqualTo(new AdditiveKernel.HistogramIntersection());
    assertThat(plans.get(1).descriptor())
        .isEqualTo(
            new SiftDescriptor(
                ColorSpace.LUMA, new DenseGrid(2, Border.CLIPPED), 4, 8, List.of(2, 3), 1 / 6.0));
    assertThat(plans.get(1).whitening()).isNull();
    assertThat(plans("", 1).get(0).descriptor().space()).isEqualTo(ColorSpace.LUMA);
  }

  @Test
  void aGammaLeftOutIsAskedFor() {
    ChannelPlan plan =
        plans(
                channel(
                    "kernel { type = sum, parts = [ { weight = 2, kernel { type = rbf } },"
                        + " { kernel { type = exponential-chi-square, gamma = 3 } } ] }"),
                3)
            .get(0);
    assertThat(plan.kernel(unit -> unit.gamma() + 6).parts())
        .extracting(part -> part.kernel())
        .containsExactly(
            new ExponentialKernel.Rbf(7), new ExponentialKernel.ExponentialChiSquare(3));
  }

  @ParameterizedTest
  @CsvSource({"mnist, 1", "cifar10, 3", "demo, 3"})
  void theExamplesNeedNothingButPaths(String example, int imageChannels) throws IOException {
    Path file = Path.of("..", "conf", "examples", "train-bow-" + example + ".conf");
    assertThat(plans(Files.readString(file), imageChannels)).hasSize(2);
  }

  @Test
  void faultsAreToldWithTheirPlace() {
    assertFault(
        channel("words = 1"),
        "bow.channels[0].words is 1; it must be a whole number of at least 2");
    assertFault(
        channel("pooling = 0.5"),
        "bow.channels[0].pooling is 0.5; it must be a number of at least 1, infinity, or count");
    assertFault(
        channel("weight = -1"),
        "bow.channels[0].weight is -1; it must be a number of at least 0, or auto");
    assertFault(
        channel("sample = 10"),
        "bow.channels[0].sample is 10; it must be at least the number of words, 400");
    assertFault(
        channel("tilling = \"1x1\""),
        "there is no key bow.channels[0].tilling; the nearest is bow.channels[0].tiling");
    assertFault(
        channel("whitening { kind = zca, outputs = 5 }"),
        "bow.channels[0].whitening.outputs is 5; it must be left out for zca, which keeps all");
    assertFault(
        channel("whitening { kind = pca, outputs = 500 }"),
        "bow.channels[0].whitening.outputs is 500; it must be at most the descriptor's length, 12");
    assertFault(
        channel("kernel { type = cosine }"),
        "bow.channels[0].kernel.type is cosine; it must be one of linear,");
    assertFault(
        "bow.channels = [ { name = a, kernel { type = linear } } ]",
        "bow.channels[0].features is missing; give a section { ... }");
    assertFault(
        "bow.channels = [ {name = a, features { type = surf }, kernel { type = linear } } ]",
        "bow.channels[0].features.type is surf; it must be one of sift, patch, colour");
    assertFault(
        "bow.channels = [ {name = a, features { type = patch, step = 0 }, kernel { type = linear } } ]",
        "bow.channels[0].features.step is 0; it must be a whole number of at least 1");
    assertThatThrownBy(() -> plans(channel("features.space = rgb"), 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the configuration train.conf: bow.channels[0].features.space is rgb; it must"
                + " be luma, as preprocess.channels leaves no colour");
  }

  @Test
  void aListOfNoScalesIsRefused() {
    assertFault(
        channel("features.scales = []"),
        "bow.channels[0].features: No patch of 2 samples, []; correct it");
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                plans(
                    "bow.folds = 1, bow.channels = [ { name = A, words = 1, features { type = patch,"
                        + " step = 0, size = 3 }, kernel { type = sum, parts = [ { weight = -1, kernel"
                        + " { type = rbf, gamma = 0 } } ] } }, { name = b, mapping { type = soft },"
                        + " features { type = surf }, kernel { type = linear } } ]",
                    3))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use the configuration train.conf: 9 problems
              - bow.folds is 1; it must be a whole number from 2 to 100
              - bow.channels[0].name is A; it must be a name of lower-case letters, digits, - and _, as it names files
              - bow.channels[0].features.step is 0; it must be a whole number of at least 1
              - there is no key bow.channels[0].features.size; allowed are border, contrast-floor, samples, scales, space, step, type
              - bow.channels[0].words is 1; it must be a whole number of at least 2
              - bow.channels[0].kernel.parts[0].weight is -1; it must be a number of at least 0
              - bow.channels[0].kernel.parts[0].kernel.gamma is 0; it must be a number above 0, or auto
              - bow.channels[1].features.type is surf; it must be one of sift, patch, colour
              - bow.channels[1].mapping.sharpness is missing; give a number above 0
            """
                .stripTrailing());
  }

  @Test
  void twoChannelsOfOneNameAreRefused() {
    String one = "{ name = a, features { type = patch }, kernel { type = linear } }";
    assertFault(
        "bow.channels = [ %s, %s ]".formatted(one, one),
        "bow.channels[1].name is a; it must be another one than the other channels have");
  }

  private static String channel(String more) {
    return "bow.channels = [ { name = a, features { type = patch, samples = 2 },"
        + " kernel { type = linear }, "
        + more
        + " } ]";
  }

  private static void assertFault(String text, String message) {
    assertThatThrownBy(() -> plans(text, 3))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the configuration train.conf: " + message);
  }

  private static List<ChannelPlan> plans(String text, int imageChannels) {
    TrainBowConfig config =
        TrainBowConfig.parse(
            PATHS
                + "preprocess.channels = %s\n".formatted(imageChannels == 3 ? "rgb" : "gray")
                + text,
            "train.conf",
            List.of(),
            ChannelPlan::read);
    return ChannelPlan.read(config.channels(), imageChannels, new Problems());
  }
}
