package org.sparklrp.engine.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;

class ClassActivationMapTest {
  private static final Layer RELU = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);

  private static LayerGraph.Node node(String name, Layer layer, int input, List<Integer> shape) {
    return new LayerGraph.Node(name, layer, List.of(input), shape);
  }

  @Test
  void enlargingIsLinearBetweenTheCentresOfCells() {
    assertThat(ClassActivationMap.enlarged(new double[] {0, 8}, 1, 1, 4))
        .containsExactly(0, 2, 6, 8);
    assertThat(ClassActivationMap.enlarged(new double[] {0, 8}, 2, 4, 1))
        .containsExactly(0, 2, 6, 8);
    assertThat(ClassActivationMap.enlarged(new double[] {0, 8, 16, 32}, 2, 4, 2))
        .containsExactly(0, 8, 4, 14, 12, 26, 16, 32);
    assertThat(ClassActivationMap.enlarged(new double[] {0, 8, 16, 32}, 2, 4, 4))
        .containsExactly(0, 2, 6, 8, 4, 6.5, 11.5, 14, 12, 15.5, 22.5, 26, 16, 20, 28, 32);
    assertThat(ClassActivationMap.enlarged(new double[] {1, 2, 3, 4, 5, 6}, 2, 2, 3))
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ClassActivationMap.enlarged(new double[] {1, 3, 5, 7}, 1, 2, 2))
        .containsExactly(2, 6, 2, 6);
  }

  /** ReLUs of the input, flattened and classified by these rows of weights. */
  private static IntFunction<LayerGraph> classified(List<Integer> image, float[]... rows) {
    int size = rows[0].length;
    float[] weights = new float[rows.length * size];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, weights, row * size, size);
    }
    Layer dense =
        new Layer.Dense(
            new Tensor(new int[] {rows.length, size}, weights),
            Tensor.vector(new float[rows.length]));
    return batch -> {
      List<Integer> shape = Shapes.prepend(batch, image);
      return new LayerGraph(
          "x",
          shape,
          List.of(
              node("relu", RELU, 0, shape),
              node("flat", new Layer.Reshape(), 1, List.of(batch, size)),
              node("classes", dense, 2, List.of(batch, rows.length))));
    };
  }

  private static List<List<TargetExplanation>> explain(
      IntFunction<LayerGraph> graphs, float[] pixels, List<List<Target>> targets) {
    MethodParameters parameters =
        new MethodParameters(1, 0, 1, Baseline.ZERO, List.of(), List.of(), "", 7);
    MethodConfig method =
        MethodConfig.of(MethodConfig.Name.GRAD_CAM, "", Accounting.CONSERVING).with(parameters);
    try (RelevanceEngine engine = new RelevanceEngine(graphs, MethodSettings.of(method))) {
      return engine
          .attribute(pixels, targets.size(), (image, logits) -> targets.get(image))
          .stream()
          .map(ImageAttribution::explanations)
          .toList();
    }
  }

  /** The gradient of a class by a channel is the mean of its weights there. */
  @Test
  void everyImageAndTargetHasItsOwnMap() {
    List<List<TargetExplanation>> found =
        explain(
            classified(
                List.of(2, 1, 3),
                new float[] {1, 2, 3, -1, -1, -1},
                new float[] {0, 0, 0, 3, 6, 0}),
            new float[] {1, 2, 3, 1, 3, 5, 9, 9, 9, 9, 9, 9, -1, 4, 0, 2, 1, 2},
            List.of(
                List.of(Target.of(0)), List.of(), List.of(Target.of(1), Target.contrast(0, 1))));
    // Channel weights are 2 and -1 for the first class, 0 and 3 for the second; two channels share.
    assertMaps(found.get(0), new double[] {0.5, 0.5, 0.5});
    assertThat(found.get(1)).isEmpty();
    assertMaps(found.get(2), new double[] {3, 1.5, 3}, new double[] {0, 2, 0});
    RelevanceMap map = found.get(0).get(0).map();
    assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(2, 1, 3);
  }

  @Test
  void aSignalIsASingleRow() {
    List<List<TargetExplanation>> found =
        explain(
            classified(List.of(2, 3), new float[] {1, 1, 1, -3, 0, 0}),
            new float[] {4, 6, 8, 2, 8, 2},
            List.of(List.of(Target.of(0))));
    assertMaps(found.get(0), new double[] {1, 0, 3});
    RelevanceMap map = found.get(0).get(0).map();
    assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(2, 1, 3);
  }

  @Test
  void planesKeepTheirRows() {
    List<List<TargetExplanation>> found =
        explain(
            classified(List.of(2, 2, 2), new float[] {4, 0, 0, 0, 0, 0, 0, -8}),
            new float[] {2, 4, 6, 8, 0, 1, 4, 1},
            List.of(List.of(Target.of(0))));
    // Channel weights are 1 and -2; two channels share.
    assertMaps(found.get(0), new double[] {1, 1, 0, 3});
  }

  /** One map of one channel's values per explanation, the same for both channels. */
  private static void assertMaps(List<TargetExplanation> found, double[]... expected) {
    List<double[]> maps = new ArrayList<>(List.of(expected));
    assertThat(found).hasSameSizeAs(maps);
    for (int target = 0; target < maps.size(); target++) {
      float[] values = found.get(target).map().values();
      double[] map = maps.get(target);
      assertThat(values).hasSize(2 * map.length);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) values[i]).isCloseTo(map[i % map.length], within(1e-6));
      }
    }
  }
}
