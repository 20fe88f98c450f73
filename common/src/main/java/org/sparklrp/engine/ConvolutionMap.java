package org.sparklrp.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * An ungrouped convolution through ND4J's oneDNN operators: conv2d forward, and deconv2d with the
 * same weights as its transpose. Those know symmetric padding only; an asymmetric border is laid
 * around the input first and cut off after.
 */
final class ConvolutionMap implements LinearMap {
  private static final int OUT_IN_HEIGHT_WIDTH = 1;
  private final String node;
  private final Layer.Convolution layer;
  private final WeightStore weights;
  private final SlidingWindow window;
  private final Tensor kernels;
  private final int[] inTail;
  private final int[] outTail;

  ConvolutionMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    window = SlidingWindow.of(layer.window(), in, out);
    kernels =
        new Tensor(
            new int[] {
              out.get(1), in.get(1), window.vertical().kernel(), window.horizontal().kernel()
            },
            layer.weights().values());
    inTail = in.stream().skip(1).mapToInt(Integer::intValue).toArray();
    outTail = out.stream().skip(1).mapToInt(Integer::intValue).toArray();
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return convolve(a, part, null, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    Tensor bias = layer.bias();
    return convolve(a, WeightPart.ORIGINAL, bias.isZero() ? null : weights.bias(node, bias), pool);
  }

  private NativeTensor convolve(
      NativeTensor a, WeightPart part, @Nullable INDArray bias, TensorPool pool) {
    int samples = a.samples();
    NativeTensor out = pool.take(with(samples, outTail));
    boolean framed = !window.isSymmetric();
    NativeTensor source = framed ? frame(a, pool) : a.retain();
    DynamicCustomOp.DynamicCustomOpsBuilder operation =
        DynamicCustomOp.builder("conv2d")
            .addInputs(
                source.array(samples, inTail[0], inHeight(framed), inWidth(framed)),
                weights.weights(node, kernels, part));
    if (bias != null) {
      operation.addInputs(bias);
    }
    Nd4j.exec(
        operation
            .addOutputs(out.array(samples, outTail[0], window.outHeight(), window.outWidth()))
            .addIntegerArguments(arguments(framed))
            .build());
    source.release();
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    boolean framed = !window.isSymmetric();
    int samples = signal.samples();
    int reachedHeight = reached(window.vertical(), window.outHeight(), framed);
    int reachedWidth = reached(window.horizontal(), window.outWidth(), framed);
    NativeTensor reached = pool.take(samples, inTail[0], reachedHeight, reachedWidth);
    Nd4j.exec(
        DynamicCustomOp.builder("deconv2d")
            .addInputs(
                signal.array(samples, outTail[0], window.outHeight(), window.outWidth()),
                weights.weights(node, kernels, part))
            .addOutputs(reached.array())
            .addIntegerArguments(arguments(framed))
            .build());
    if (!framed && reachedHeight == window.height() && reachedWidth == window.width()) {
      NativeTensor whole = reached.retain(with(samples, inTail));
      reached.release();
      return whole;
    }
    NativeTensor out = pool.zeros(with(samples, inTail));
    NativeTensor plane =
        out.retain(new int[] {samples, inTail[0], window.height(), window.width()});
    Planes.copyRegion(
        reached,
        framed ? window.vertical().padBegin() : 0,
        framed ? window.horizontal().padBegin() : 0,
        plane);
    plane.release();
    reached.release();
    return out;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor out = pool.take(with(signal.samples(), inTail));
    window.spreadEvenly(signal, out, 1);
    return out;
  }

  @Override
  public int[] inputShape() {
    return with(1, inTail);
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return window.outArea();
  }

  /** The input with its zero border laid around it. */
  private NativeTensor frame(NativeTensor a, TensorPool pool) {
    NativeTensor framed = pool.zeros(a.samples(), inTail[0], inHeight(true), inWidth(true));
    NativeTensor plane =
        a.retain(new int[] {a.samples(), inTail[0], window.height(), window.width()});
    Planes.insertRegion(
        plane, framed, window.vertical().padBegin(), window.horizontal().padBegin());
    plane.release();
    return framed;
  }

  private int inHeight(boolean framed) {
    SlidingWindow.Extent extent = window.vertical();
    return window.height() + (framed ? extent.padBegin() + extent.padEnd() : 0);
  }

  private int inWidth(boolean framed) {
    SlidingWindow.Extent extent = window.horizontal();
    return window.width() + (framed ? extent.padBegin() + extent.padEnd() : 0);
  }

  /** The input length that the outputs look at: with a stride it may end before the input does. */
  private static int reached(SlidingWindow.Extent extent, int outLength, boolean framed) {
    int covered = (outLength - 1) * extent.stride() + (extent.kernel() - 1) * extent.dilation() + 1;
    return framed ? covered : covered - 2 * extent.padBegin();
  }

  private int[] arguments(boolean framed) {
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    return new int[] {
      v.kernel(),
      h.kernel(),
      v.stride(),
      h.stride(),
      framed ? 0 : v.padBegin(),
      framed ? 0 : h.padBegin(),
      v.dilation(),
      h.dilation(),
      0,
      0,
      OUT_IN_HEIGHT_WIDTH
    };
  }

  private static int[] with(int samples, int[] tail) {
    int[] shape = new int[tail.length + 1];
    shape[0] = samples;
    System.arraycopy(tail, 0, shape, 1, tail.length);
    return shape;
  }
}
