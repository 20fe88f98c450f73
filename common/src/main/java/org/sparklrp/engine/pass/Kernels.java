package org.sparklrp.engine.pass;

import java.util.Collections;
import java.util.List;
import org.sparklrp.engine.decomposition.AffineKernel;
import org.sparklrp.engine.decomposition.BoundedKernel;
import org.sparklrp.engine.decomposition.GradientKernel;
import org.sparklrp.engine.decomposition.LinearKernel;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.decomposition.RuleTerms;
import org.sparklrp.engine.kernel.ActivationKernel;
import org.sparklrp.engine.kernel.AddKernel;
import org.sparklrp.engine.kernel.ConcatKernel;
import org.sparklrp.engine.kernel.GatherKernel;
import org.sparklrp.engine.kernel.InsertKernel;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.kernel.MatrixProductKernel;
import org.sparklrp.engine.kernel.MaxPoolKernel;
import org.sparklrp.engine.kernel.MultiplyKernel;
import org.sparklrp.engine.kernel.NormalizationKernel;
import org.sparklrp.engine.kernel.ParametricReluKernel;
import org.sparklrp.engine.kernel.ReshapeKernel;
import org.sparklrp.engine.kernel.RoutingKernel;
import org.sparklrp.engine.kernel.SoftmaxKernel;
import org.sparklrp.engine.linear.AveragePoolMap;
import org.sparklrp.engine.linear.Convolutions;
import org.sparklrp.engine.linear.DenseMap;
import org.sparklrp.engine.linear.FixedMaps;
import org.sparklrp.engine.linear.LinearMap;
import org.sparklrp.engine.linear.RankOneForm;
import org.sparklrp.engine.linear.TransposedMap;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Window;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** Chooses the kernel of each layer under its rule. */
public final class Kernels {
  private final LayerGraph graph;
  private final Policies policies;
  private final PixelBounds bounds;
  private final WeightStore weights;
  private final boolean[] nonNegative;

  public Kernels(LayerGraph graph, Policies policies, PixelBounds bounds, WeightStore weights) {
    this.graph = graph;
    this.policies = policies;
    this.bounds = bounds;
    this.weights = weights;
    this.nonNegative = SignAnalysis.nonNegativeValues(graph);
  }

  /** The kernel of a node under a rule. */
  public Kernel kernel(LayerGraph.Node node, Rule rule) {
    Layer layer = node.layer();
    List<Integer> in = graph.shape(node.inputs().get(0));
    List<Integer> out = node.shape();
    if (layer instanceof Layer.Convolution convolution) {
      LinearMap map = Convolutions.map(node.name(), convolution, in, out, weights);
      return linear(map, node, rule);
    }
    if (layer instanceof Layer.ConvolutionTranspose transposed) {
      LinearMap inner = Convolutions.map(node.name(), transposed.convolution(), out, in, weights);
      LinearMap map = new TransposedMap(inner, transposed.bias(), in, out);
      return linear(map, node, rule);
    }
    if (layer instanceof Layer.Dense dense) {
      return linear(new DenseMap(node.name(), dense, in, weights), node, rule);
    }
    if (layer instanceof Layer.AveragePool pool) {
      return pool(new AveragePoolMap(pool, in, out), node, rule);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      Layer.AveragePool whole = new Layer.AveragePool(everything(in), false);
      return pool(new AveragePoolMap(whole, in, out), node, rule);
    }
    if (layer instanceof Layer.Reduction reduction) {
      return pool(FixedMaps.of(reduction, in, out), node, rule);
    }
    if (layer instanceof Layer.Interpolation interpolation) {
      return pool(FixedMaps.of(interpolation, in, out), node, rule);
    }
    if (layer instanceof Layer.Affine affine) {
      return new AffineKernel(affine, out, rule, policies);
    }
    if (layer instanceof Layer.Activation activation) {
      return new ActivationKernel(activation, rule);
    }
    if (layer instanceof Layer.ParametricRelu relu) {
      return new ParametricReluKernel(relu, out, rule);
    }
    if (layer instanceof Layer.Add) {
      return new AddKernel(rule, sumPolicies(node), MainBranch.of(graph, node));
    }
    if (layer instanceof Layer.MatrixProduct) {
      return new MatrixProductKernel(graph, node, rule, policies);
    }
    if (layer instanceof Layer.Softmax softmax) {
      return new SoftmaxKernel(softmax, out, rule, policies);
    }
    if (layer instanceof Layer.Normalization normalization) {
      return new NormalizationKernel(normalization, out, rule, policies);
    }
    if (layer instanceof Layer.Insert insert) {
      return new InsertKernel(insert, in, out, rule, policies);
    }
    if (layer instanceof Layer.Multiply multiply) {
      return new MultiplyKernel(multiply, in, graph.shape(node.inputs().get(1)), out, rule);
    }
    return routing(node, layer, out, rule);
  }

  /**
   * Positive parts stand for a sum that a rectifier cuts. A sum that stays signed, as the stream of
   * a transformer, splits by size: a small positive summand beside a large negative one would get
   * all, and the layer before would divide by it.
   */
  private Policies sumPolicies(LayerGraph.Node sum) {
    int value = graph.nodes().indexOf(sum) + 1;
    boolean isCut =
        graph.nodes().stream()
            .filter(node -> node.inputs().contains(value))
            .allMatch(node -> LayerKind.of(node.layer()) == LayerKind.RELU);
    return policies.skip() == Policies.Skip.POSITIVE && !isCut
        ? policies.with(Policies.Skip.ABSOLUTE)
        : policies;
  }

  private Kernel routing(LayerGraph.Node node, Layer layer, List<Integer> out, Rule rule) {
    List<Integer> in = graph.shape(node.inputs().get(0));
    if (layer instanceof Layer.MaxPool pool) {
      return new MaxPoolKernel(pool, in, out);
    }
    if (layer instanceof Layer.Concat concat) {
      return new ConcatKernel(
          concat.axis(), node.inputs().stream().map(graph::shape).toList(), out);
    }
    if (layer instanceof Layer.Reshape) {
      return new ReshapeKernel(in, out);
    }
    if (layer instanceof Layer.Transpose transpose) {
      return RoutingKernel.of(transpose, in, out);
    }
    if (layer instanceof Layer.Pad pad) {
      boolean spreads = policies.dead() == Policies.Dead.SPREAD && !(rule instanceof Rule.Gradient);
      return RoutingKernel.of(pad, in, out, spreads);
    }
    if (layer instanceof Layer.Slice slice) {
      return RoutingKernel.of(slice, in, out);
    }
    if (layer instanceof Layer.Gather gather) {
      return new GatherKernel(gather, in, out);
    }
    throw new IllegalStateException("There is no kernel for " + layer);
  }

  private Kernel linear(LinearMap map, LayerGraph.Node node, Rule rule) {
    RuleTerms terms = RuleTerms.of(rule, policies);
    if (terms == null) {
      return new GradientKernel(map);
    }
    boolean positive = nonNegative[node.inputs().get(0)];
    RuleTerms own = positive ? terms.forNonNegativeInput() : terms;
    return own.isBounded() && LayerKind.of(node.layer()).isLinear()
        ? new BoundedKernel(map, own, form(node), bounds)
        : new LinearKernel(map, own, bounds);
  }

  private RankOneForm form(LayerGraph.Node node) {
    return RankOneForm.of(node.layer(), graph.shape(node.inputs().get(0)), node.shape());
  }

  /** Pools have no weights of their own: any rule but the gradient treats them by the norm rule. */
  private Kernel pool(LinearMap map, LayerGraph.Node node, Rule rule) {
    Rule chosen = rule instanceof Rule.Gradient ? rule : new Rule.Norm();
    return linear(map, node, chosen);
  }

  private static Window everything(List<Integer> shape) {
    List<Integer> spatial = shape.subList(2, shape.size());
    List<Integer> ones = Collections.nCopies(spatial.size(), 1);
    List<Integer> zeros = Collections.nCopies(spatial.size(), 0);
    return new Window(spatial, ones, ones, zeros, zeros);
  }
}
