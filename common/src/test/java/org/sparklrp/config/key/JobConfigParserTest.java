package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.Condition;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.Precision;
import org.sparklrp.config.RunConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.PixelRange;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleChoice;
import org.sparklrp.rule.RuleOverride;

class JobConfigParserTest {
  private static final String MINIMAL =
      """
      input.path = "images"
      model.path = "model.onnx"
      output.path = "out"
      """;

  private static JobConfig parse(String text, String... overrides) {
    return JobConfigParser.parse(text, "job.conf", List.of(overrides));
  }

  private static JobConfig with(String... overrides) {
    return parse(MINIMAL, overrides);
  }

  private static void assertProblem(String message, String... overrides) {
    assertThatThrownBy(() -> with(overrides))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use the configuration job.conf: " + message);
  }

  @Test
  void aBagOfWordsModelRefusesWhatItWouldIgnore() {
    ClassNames classes = ClassNames.numbered(2);
    assertThat(
            with("method.composite=epsilon-gamma-box", "output.layers=true")
                .bowSpec(classes)
                .words())
        .isEqualTo(ExplainerSpec.BowWords.EXACT);
    assertThatThrownBy(
            () ->
                with(
                        "method.conditions=[{layer=conv1, channels=[1]}]",
                        "output.concepts=conv1",
                        "method.composite=epsilon-plus-flat",
                        "method.skip=norm",
                        "method.low=-1")
                    .bowSpec(classes))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain a Bag-of-Words model by rules for layers: it has no layers (model.onnx);"
                + " remove method.composite, method.skip, method.conditions, method.low,"
                + " output.concepts");
    assertThatThrownBy(() -> with("output.maps=per-channel").bowSpec(classes))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write maps per channel: a Bag-of-Words model's relevance is one value per pixel"
                + " (model.onnx); set output.maps = signed-sum");
  }

  @Test
  void threePathsAreEnoughAndTheRestHasDefaults() {
    JobConfig config = with();
    assertThat(config.input())
        .isEqualTo(
            new InputConfig(
                InputConfig.Format.FILES,
                List.of("images"),
                InputConfig.AUTO,
                LabelSource.PARENT_DIRECTORY,
                IdSource.URI));
    assertThat(config.model()).isEqualTo(new ModelConfig("model.onnx", null, List.of()));
    assertThat(config.preprocess())
        .isEqualTo(
            new Preprocessing(
                List.of(),
                List.of(),
                Interpolation.BILINEAR,
                1 / 255.0,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                Channels.RGB));
    assertThat(config.method())
        .isEqualTo(
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-gamma-box", Accounting.CONSERVING));
    assertThat(config.targets()).containsExactly("predicted");
    assertThat(config.output())
        .isEqualTo(
            new OutputConfig(
                "out",
                OutputConfig.Maps.SIGNED_SUM,
                OutputConfig.Type.FLOAT32,
                OutputConfig.Mode.ERROR,
                4,
                new LayerWishes(true, List.of()),
                20,
                false,
                OutputConfig.By.TARGET));
    assertThat(config.run())
        .isEqualTo(new RunConfig(16, 0.01, new ImageLimits(100_000_000, Duration.ofMinutes(2)), 7));
  }

  @Test
  void everySectionIsReadAsTheDesignWritesIt() {
    JobConfig config =
        parse(
            """
            input { format = files, path = ["hdfs:///a/*.jpg", "b"], label = parent-directory, id = uri }
            model { path = "s3a://models/resnet50.onnx", classes = "s3a://models/classes.txt" }
            preprocess { resize = 256, crop = 224, interpolation = nearest, scale = 0.5
                         mean = [0.1, 0.2, 0.3], std = 2, channels = bgr }
            method { name = gradient, composite = epsilon-plus-flat, accounting = reference
                     bias = ignore, skip = main-only, dead = spread, stabilizer = relative, gate = uniform
                     rules = [ { layers = "layer4.*", rule = gamma, gamma = 0.5 }
                               { type = convolution, position = 2-5, rule = flat } ]
                     low = -1, high = [1, 2, 3], samples = 3, noise = 0.5, steps = 9
                     baseline = 0.5, patch = 4, stride = [2, 3], layer = conv1
                     conditions = [ { layer = conv2, channels = [4, 17] } ], precision = float64 }
            targets = [predicted, "contrast:3-9"]
            output { path = "s3a://audit/x", maps = per-channel, type = binary-i8, mode = overwrite
                     heatmaps = 0, layers = false, concepts = [conv1, "layer4.*"]
                     concept-channels = 3, bow-details = true, by = label }
            job { batch-size = 4, max-failed-fraction = 1, max-pixels = 10, image-timeout = 9, seed = -3 }
            """);
    assertThat(config.input().paths()).containsExactly("hdfs:///a/*.jpg", "b");
    assertThat(config.input().label()).isEqualTo(LabelSource.PARENT_DIRECTORY);
    assertThat(config.model().classesPath()).isEqualTo("s3a://models/classes.txt");
    assertThat(config.preprocess())
        .isEqualTo(
            new Preprocessing(
                List.of(256),
                List.of(224, 224),
                Interpolation.NEAREST,
                0.5,
                List.of(0.1, 0.2, 0.3),
                List.of(2.0, 2.0, 2.0),
                Channels.BGR));
    assertThat(config.method())
        .isEqualTo(
            new MethodConfig(
                MethodConfig.Name.GRADIENT,
                new RuleChoice(
                    "epsilon-plus-flat",
                    List.of(
                        new RuleOverride("layer4.*", new Rule.Gamma(0.5)),
                        new RuleOverride(
                            "*",
                            LayerKind.CONVOLUTION,
                            new RuleOverride.Position(2, 5),
                            new Rule.Flat())),
                    new Policies(
                        Accounting.REFERENCE,
                        Policies.Bias.IGNORE,
                        Policies.Skip.MAIN_ONLY,
                        Policies.Dead.SPREAD,
                        Policies.Stabilizer.RELATIVE,
                        Policies.Gate.UNIFORM)),
                new PixelRange(List.of(-1f, -1f, -1f), List.of(1f, 2f, 3f)),
                new MethodParameters(
                    3,
                    0.5,
                    9,
                    new Baseline(Baseline.Kind.VALUES, List.of(0.5f)),
                    List.of(4, 4),
                    List.of(2, 3),
                    "conv1",
                    -3),
                List.of(new Condition("conv2", List.of(4, 17))),
                Precision.FLOAT64));
    assertThat(config.targets()).containsExactly("predicted", "contrast:3-9");
    assertThat(config.output())
        .isEqualTo(
            new OutputConfig(
                "s3a://audit/x",
                OutputConfig.Maps.PER_CHANNEL,
                OutputConfig.Type.BINARY_I8,
                OutputConfig.Mode.OVERWRITE,
                0,
                new LayerWishes(false, List.of("conv1", "layer4.*")),
                3,
                true,
                OutputConfig.By.LABEL));
    assertThat(config.run())
        .isEqualTo(new RunConfig(4, 1, new ImageLimits(10, Duration.ofSeconds(9)), -3));
  }

  @Test
  void statisticsGoByAColumnOfATable() {
    JobConfig config =
        with(
            "input.format=table",
            "input.id=\"column:number\"",
            "input.keep=[site, day]",
            "output.by=\"column:camera\"");
    assertThat(config.output().by())
        .isEqualTo(new OutputConfig.By(OutputConfig.By.Kind.COLUMN, "camera"));
    assertThat(config.input().subset()).isEqualTo("camera");
    assertThat(config.input().keep()).containsExactly("site", "day");
    assertThat(with("output.by=confusion").output().by()).isEqualTo(OutputConfig.By.CONFUSION);
    assertThatThrownBy(() -> with("output.by=\"column:camera\""))
        .hasMessageContaining(
            "output.by is a column, but input.format has none; set input.format = table or list");
    assertThatThrownBy(() -> with("input.keep=[site]"))
        .hasMessageContaining("input.keep names columns, but input.format has none;");
    assertThatThrownBy(() -> with("output.by=colum"))
        .hasMessageContaining("one of target, label, outcome, confusion, column:NAME");
  }

  @Test
  void overridesWinOverTheFileAndLaterOnesOverEarlierOnes() {
    JobConfig config =
        with(
            "job.batch-size=2",
            "job.batch-size=3",
            "input.path=hdfs://host:8020/a b/*.jpg",
            "targets=[predicted, label,contrast:3-9]",
            "preprocess.crop=[28, 30]",
            "model.classes=[\"a, b\", c]");
    assertThat(config.run().batchSize()).isEqualTo(3);
    assertThat(config.input().paths()).containsExactly("hdfs://host:8020/a b/*.jpg");
    assertThat(config.targets()).containsExactly("predicted", "label", "contrast:3-9");
    assertThat(config.preprocess().crop()).containsExactly(28, 30);
    assertThat(config.model().classNames()).containsExactly("a, b", "c");
  }

  @Test
  void theResolvedConfigurationShowsDefaultsAndReadsBackAsTheSame() {
    JobConfig config = with("job.batch-size=5");
    assertThat(config.resolved()).contains("\"batch-size\":5").contains("\"maps\":");
    assertThat(parse(config.resolved())).isEqualTo(config);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatThrownBy(
            () -> parse("job.batch-sise = 4\noutput.maps = all", "targets=top-0", "input=7"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use the configuration job.conf: 7 problems
              - input is 7; it must be a section { ... }
              - there is no key job.batch-sise; the nearest is job.batch-size
              - input.path is missing; give a path or a list of paths
              - model.path is missing; give a path
              - targets is top-0; it must be made of predicted, label, top-K, class:NAME-OR-INDEX, all, contrast:A-B
              - output.path is missing; give a path
              - output.maps is all; it must be one of signed-sum, per-channel, none""");
  }

  @Test
  void aWrongSectionNamesTheNearestSection() {
    assertThatThrownBy(() -> parse(MINIMAL + "preproces { resize = 3 }"))
        .hasMessage(
            "Cannot use the configuration job.conf: there is no key preproces; the nearest is preprocess");
  }

  @Test
  void aKeyInTheWrongSectionNamesTheRightOne() {
    assertProblem("there is no key batch-size; the nearest is job.batch-size", "batch-size=4");
    assertProblem("there is no key input.seed; the nearest is job.seed", "input.seed=4");
  }

  @Test
  void valuesOutOfRangeOrOfTheWrongTypeAreNamed() {
    assertProblem(
        "job.batch-size is 0; it must be a whole number from 1 to 65536", "job.batch-size=0");
    assertProblem(
        "job.batch-size is 2.5; it must be a whole number from 1 to 65536", "job.batch-size=2.5");
    assertProblem(
        "job.max-failed-fraction is 1.5; it must be a number from 0 to 1",
        "job.max-failed-fraction=1.5");
    assertProblem("preprocess.scale is NaN; it must be a number above 0", "preprocess.scale=NaN");
    assertProblem(
        "preprocess.std is [1,0,1]; it must be a number above 0", "preprocess.std=[1,0,1]");
    assertProblem(
        "preprocess.resize is wide; it must be none, a side in pixels, or [height, width]",
        "preprocess.resize=wide");
    assertProblem("model.path is \"\"; it must be a path", "model.path=");
    assertProblem(
        "input.format is zip; it must be one of files, list, table, sequence, tar, idx",
        "input.format=zip");
    assertProblem(
        "input.label is column:; it must be one of parent-directory, none, column:NAME, csv:FILE",
        "input.label=\"column:\"");
    assertProblem(
        "input.id is pattern:x+; it must be one of uri, column:NAME, pattern:REGEX with a group in parentheses",
        "input.id=\"pattern:x+\"");
    assertProblem(
        "input.label is a column, but input.format has none; set input.format = table or list",
        "input.label=\"column:breed\"");
    assertProblem(
        "input.id is a column, but input.format has none; set input.format = table or list",
        "input.id=\"column:breed\"");
    assertProblem(
        "output.mode is append; it must be one of error, overwrite, resume", "output.mode=append");
  }

  @Test
  void rulesForLayersAreCheckedWithTheRest() {
    assertProblem(
        "method.rules is [{\"layers\":\"a\",\"rule\":\"gama\"}]; there is no rule gama; the nearest is gamma,"
            + " and allowed are epsilon[-E], gamma[-G], alphaA-betaB, zplus, wsquare, flat, zbox, norm,"
            + " pass, uniform, taylor, gradient",
        "method.rules=[{layers=a, rule=gama}]");
    assertProblem(
        "method.rules is [{\"beta\":1,\"layers\":\"a\",\"rule\":\"zplus\"}];"
            + " the rule has no parameter beta; allowed: layers, position, rule, type",
        "method.rules=[{layers=a, rule=zplus, beta=1}]");
  }

  @Test
  void anUnknownCompositeNamesTheNearest() {
    assertProblem(
        "method.composite is epsilonplus; there is no such composite; the nearest is epsilon-plus,"
            + " and allowed are epsilon-plus, epsilon-plus-flat, epsilon-alpha2-beta1,"
            + " epsilon-alpha2-beta1-flat, epsilon-gamma-box, excitation-backprop, guided-backprop,"
            + " deconvnet, beta-smooth, deep-taylor, attn-lrp, gradient and RULE-everywhere, RULE being"
            + " one of epsilon[-E], gamma[-G], alphaA-betaB, zplus, wsquare, flat",
        "method.composite=epsilonplus");
  }

  @Test
  void contradictionsBetweenKeysAreProblems() {
    assertProblem(
        "targets contains label, but input.label is none; remove the target or set input.label",
        "targets=[label]",
        "input.label=none");
    assertProblem(
        "preprocess.crop is [300], larger than preprocess.resize ([256]); make it smaller",
        "preprocess.resize=256",
        "preprocess.crop=300");
    assertProblem(
        "preprocess.mean has 2 values, but preprocess.channels means 1; give one value or 1",
        "preprocess.channels=gray",
        "preprocess.mean=[1,2]");
  }

  @Test
  void textThatIsNoHoconIsOneClearError() {
    assertThatThrownBy(() -> parse("input { path = "))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read the configuration job.conf: it is not well-formed HOCON (")
        .hasMessageContaining("job.conf: 1");
    assertThatThrownBy(() -> with("job.seed"))
        .hasMessage("Cannot apply --set job.seed: it has no key and value; write key=value");
    assertThatThrownBy(() -> with("targets=[\"a]"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot apply --set targets=[\"a]: the value is not well-formed");
    assertThatThrownBy(() -> parse(MINIMAL + "job.seed = ${SPARK_LRP_NO_SUCH_VARIABLE}"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read the configuration job.conf: a substitution has no value");
  }

  @Test
  void boundsOfPixelsFollowFromThePreprocessing() {
    Preprocessing preprocess =
        with("preprocess.mean=[0.5,0.25,0]", "preprocess.std=[0.5,0.25,2]").preprocess();
    assertThat(preprocess.low()).containsExactly(-1f, -1f, 0f);
    assertThat(preprocess.high()).containsExactly(1f, 3f, 0.5f);
  }
}
