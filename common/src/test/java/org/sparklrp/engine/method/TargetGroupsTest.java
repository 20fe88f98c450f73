package org.sparklrp.engine.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.Networks;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.pass.Program;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.ImageValues;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.engine.request.TargetChooser;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.RulePlan;

/** Targets whose signals take more memory than they may: they are propagated group by group. */
class TargetGroupsTest {
  private static final List<Integer> IMAGE = List.of(2, 1, 3);
  private static final int PIXELS = 6;
  private static final int HIDDEN = 7;
  private static final int CLASSES = 5;
  private static final LayerWishes WISHES = new LayerWishes(true, List.of("hidden"));
  private static final List<List<Target>> TARGETS =
      List.of(
          List.of(Target.of(2), Target.of(0), Target.of(4), Target.of(1), Target.of(3)),
          List.of(),
          List.of(Target.of(1), Target.contrast(0, 3), Target.of(2)));

  private static LayerGraph graph(int batch, int hidden, int classes) {
    List<Integer> planes = Shapes.prepend(batch, IMAGE);
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    Layer tanh = new Layer.Activation(Layer.Activation.Function.TANH, 0, 0);
    return new LayerGraph(
        "x",
        planes,
        List.of(
            node("relu", relu, 0, planes),
            node("flat", new Layer.Reshape(), 1, List.of(batch, PIXELS)),
            node("hidden", dense(hidden, PIXELS), 2, List.of(batch, hidden)),
            node("tanh", tanh, 3, List.of(batch, hidden)),
            node("classes", dense(classes, hidden), 4, List.of(batch, classes))));
  }

  private static LayerGraph graph(int batch) {
    return graph(batch, HIDDEN, CLASSES);
  }

  private static LayerGraph.Node node(String name, Layer layer, int input, List<Integer> shape) {
    return new LayerGraph.Node(name, layer, List.of(input), shape);
  }

  private static Layer dense(int outputs, int inputs) {
    return new Layer.Dense(
        new Tensor(new int[] {outputs, inputs}, Networks.inputs(outputs * inputs)),
        Tensor.vector(Networks.inputs(outputs)));
  }

  /** The memory that the signals of some targets take: what arrives at a value and what leaves. */
  private static long signals(int targets, int largest) {
    return 2L * Float.BYTES * targets * largest;
  }

  static Stream<MethodConfig> methods() {
    MethodParameters parameters =
        new MethodParameters(3, 0.1, 4, Baseline.ZERO, List.of(), List.of(), "relu", 7);
    Stream<MethodConfig> names =
        Stream.of(
                MethodConfig.Name.LRP,
                MethodConfig.Name.SENSITIVITY,
                MethodConfig.Name.GRAD_CAM,
                MethodConfig.Name.SMOOTHGRAD,
                MethodConfig.Name.INTEGRATED_GRADIENTS)
            .map(name -> MethodConfig.of(name, "epsilon-everywhere", Accounting.REFERENCE))
            .map(method -> method.with(parameters));
    MethodConfig restricted =
        Conditioned.by(
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", Accounting.CONSERVING),
            List.of(new Condition("hidden", List.of(0, 3, 4))));
    return Stream.concat(names, Stream.of(restricted));
  }

  private static ProgramEngine engine(MethodConfig method, long signalBytes) {
    return new ProgramEngine(
        TargetGroupsTest::graph,
        MethodSettings.of(method),
        WISHES,
        OptionalInt.empty(),
        signalBytes);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void targetsInGroupsOfAnySizeAreExplainedAsTogether(MethodConfig method) {
    ImageValues pixels = new ImageValues(TARGETS.size(), Networks.inputs(TARGETS.size() * PIXELS));
    TargetChooser chooser = (image, logits) -> TARGETS.get(image);
    try (ProgramEngine together = engine(method, signals(CLASSES, TARGETS.size() * HIDDEN))) {
      List<ImageAttribution> expected = together.attribute(pixels, chooser);
      for (int group = 0; group < CLASSES; group++) {
        long bytes = signals(group, TARGETS.size() * HIDDEN);
        try (ProgramEngine inGroups = engine(method, bytes)) {
          assertThat(inGroups.attribute(pixels, chooser))
              .as("groups of %d", group)
              .usingRecursiveComparison()
              .isEqualTo(expected);
          assertThat(inGroups.forwardPasses()).isEqualTo(together.forwardPasses());
        }
      }
    }
  }

  @Test
  void aGroupIsAsLargeAsTheMemoryOfTheLargestValuesAllows() {
    assertGroups(graph(2, 4, 3), 2 * PIXELS);
    assertGroups(graph(2, 9, 3), 2 * 9);
    assertGroups(graph(2, 4, 11), 2 * 11);
  }

  private static void assertGroups(LayerGraph graph, int largest) {
    assertThat(slotsAtOnce(graph, 0)).isOne();
    for (int targets = 1; targets < 5; targets++) {
      long bytes = signals(targets, largest);
      assertThat(slotsAtOnce(graph, bytes)).isEqualTo(targets);
      assertThat(slotsAtOnce(graph, bytes - 1)).isEqualTo(Math.max(1, targets - 1));
    }
  }

  private static int slotsAtOnce(LayerGraph graph, long signalBytes) {
    MethodSettings settings = Networks.settings("gradient", Accounting.CONSERVING);
    RulePlan plan = RulePlan.assign(settings.composite(), List.of(), graph);
    PixelBounds bounds = new PixelBounds(settings.method().pixels());
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      Program program =
          new Program(graph, plan, settings.method().rules().policies(), bounds, weights);
      return new BatchRun(
              new ImageTargets(new float[0], new float[0], List.of()),
              settings,
              LayerWishes.NONE,
              new BatchRun.Programs(program, batch -> program, graph.batch()),
              new BatchRun.Memory(pool, signalBytes))
          .slotsAtOnce();
    }
  }
}
