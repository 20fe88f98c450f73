package org.sparklrp.model.onnx.operator;

import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Attention as one operator, since operator set 23: softmax(scale Q K^T + mask) V per head, written
 * out in the layers that it is made of elsewhere.
 */
final class AttentionOperator {
  /** What a position that may not be seen gets: its weight is 0 in single precision. */
  private static final float UNSEEN = -1e30f;

  private final NodeCall call;
  private final GraphBuilder graph;

  private AttentionOperator(NodeCall call) {
    this.call = call;
    this.graph = call.graph();
  }

  static List<Value> run(NodeCall call) {
    if (call.has(4) || call.has(5) || call.has(6)) {
      throw new UnsupportedNodeException("with keys or values of earlier calls");
    }
    return List.of(new AttentionOperator(call).result());
  }

  private Value.Computed result() {
    Value.Computed given = call.computed(0);
    boolean isFlat = given.rank() == 3;
    Value.Computed query = heads(given, "q_num_heads", "query");
    int count = query.shape().get(1);
    Value.Computed key = repeated(heads(call.computed(1), "kv_num_heads", "key"), count);
    Value.Computed value = repeated(heads(call.computed(2), "kv_num_heads", "value"), count);
    Value.Computed columns = graph.transpose(call.name() + "/columns", key, List.of(0, 1, 3, 2));
    int depth = query.shape().get(3);
    float scale = call.attributes().real("scale", (float) (1 / Math.sqrt(depth)));
    Value.Computed scores =
        AffineImporters.affine(
            call,
            call.name() + "/scale",
            AttentionImporters.product(call, query, columns),
            Tensor.vector(scale));
    Value.Computed masked = masked(capped(scores));
    Value.Computed weights =
        graph.add(call.name() + "/weights", new Layer.Softmax(3), masked, masked.shape());
    Value.Computed result = AttentionImporters.product(call, weights, value);
    if (!isFlat) {
      return result;
    }
    Value.Computed behind = graph.transpose(call.name() + "/behind", result, List.of(0, 2, 1, 3));
    List<Integer> shape = behind.shape();
    return graph.reshape(
        call.name() + "/join",
        behind,
        List.of(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)));
  }

  /** [N, heads, tokens, depth] of that, or of [N, tokens, heads * depth]. */
  private Value.Computed heads(Value.Computed input, String setting, String name) {
    if (input.rank() == 4) {
      return input;
    }
    int heads = Shapes.length(call.attributes().integer(setting, 0));
    if (input.rank() != 3 || heads < 1 || input.shape().get(2) % heads != 0) {
      throw new ModelMismatchException(
          "splits shape " + input.shape() + " into " + heads + " heads (" + setting + ")");
    }
    List<Integer> shape = input.shape();
    List<Integer> split = List.of(shape.get(0), shape.get(1), heads, shape.get(2) / heads);
    return graph.transpose(
        call.name() + "/" + name,
        graph.reshape(call.name() + "/" + name + "/heads", input, split),
        List.of(0, 2, 1, 3));
  }

  /** Keys and values that groups of queries share, once for each query's head. */
  private Value.Computed repeated(Value.Computed input, int heads) {
    int own = input.shape().get(1);
    if (own == heads) {
      return input;
    }
    if (heads % own != 0) {
      throw new ModelMismatchException("shares " + own + " heads among " + heads);
    }
    List<Integer> cells =
        IntStream.range(0, heads).map(head -> head / (heads / own)).boxed().toList();
    return graph.add(
        call.name() + "/share",
        new Layer.Gather(1, cells),
        input,
        Shapes.with(input.shape(), 1, heads));
  }

  private Value.Computed capped(Value.Computed scores) {
    float cap = call.attributes().real("softcap", 0);
    if (cap == 0) {
      return scores;
    }
    Value.Computed small =
        AffineImporters.affine(call, call.name() + "/cap", scores, Tensor.vector(1 / cap));
    Layer tanh = new Layer.Activation(Function.TANH, 0, 0);
    Value.Computed bounded = graph.add(call.name() + "/tanh", tanh, small, small.shape());
    return AffineImporters.affine(call, call.name() + "/uncap", bounded, Tensor.vector(cap));
  }

  private Value.Computed masked(Value.Computed scores) {
    Value.Computed masked = scores;
    if (call.has(3)) {
      masked =
          call.isConstant(3)
              ? shifted(masked, additive(call.constant(3)))
              : AffineImporters.sum(call, List.of(masked, call.computed(3)));
    }
    if (!call.attributes().flag("is_causal")) {
      return masked;
    }
    int queries = scores.shape().get(2);
    int keys = scores.shape().get(3);
    float[] later = new float[queries * keys];
    for (int i = 0; i < later.length; i++) {
      later[i] = i % keys > i / keys ? UNSEEN : 0;
    }
    return shifted(masked, new Tensor(new int[] {queries, keys}, later));
  }

  private Value.Computed shifted(Value.Computed scores, Tensor shift) {
    return AffineImporters.affine(graph, call.name() + "/mask", scores, Tensor.vector(1), shift);
  }

  /** A mask of truth values says what may be seen, one of numbers is added. */
  private static Tensor additive(Constant mask) {
    boolean isTruth = mask instanceof Constant.Integers;
    float[] values = new float[mask.size()];
    for (int i = 0; i < values.length; i++) {
      double value = isTruth ? (mask.integer(i) != 0 ? 0 : UNSEEN) : mask.real(i);
      values[i] = (float) Math.max(value, UNSEEN);
    }
    return new Tensor(mask.shape().stream().mapToInt(Integer::intValue).toArray(), values);
  }
}
