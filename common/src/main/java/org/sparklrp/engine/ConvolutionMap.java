package org.sparklrp.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * An ungrouped, undilated convolution through ND4J's oneDNN operators: conv2d forward, and deconv2d
 * with the same weights as its transpose. Those know symmetric padding only; an asymmetric border
 * is laid around the input first and cut off after.
 */
final class ConvolutionMap implements LinearMap {
  private static final int OUT_IN_HEIGHT_WIDTH = 1;
  private static final int MOST_CHANNELS_TURNED = 64;
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
    return !part.equals(WeightPart.ORIGINAL) && isTurnable()
        ? convolveTurned(a, part, pool)
        : convolve(a, part, null, pool);
  }

  /** Whether the convolution is a transposed one too, and has so few channels that it gains. */
  private boolean isTurnable() {
    return window.isSymmetric()
        && Math.max(inTail[0], outTail[0]) <= MOST_CHANNELS_TURNED
        && isTurnable(window.vertical())
        && isTurnable(window.horizontal());
  }

  private static boolean isTurnable(SlidingWindow.Extent extent) {
    return extent.stride() == 1 && extent.dilation() == 1 && extent.padBegin() < extent.kernel();
  }

  /**
   * The convolution as the transpose of the one with turned kernels, which costs a sixth less where
   * moving the values costs as much as multiplying them. For parts of the weights, which have to be
   * made once anyway.
   */
  private NativeTensor convolveTurned(NativeTensor a, WeightPart part, TensorPool pool) {
    NativeTensor out = pool.take(with(a.samples(), outTail));
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    int[] shape = {inTail[0], outTail[0], v.kernel(), h.kernel()};
    INDArray turned =
        weights.derived(node, "turned", part, shape, () -> turned(part.of(kernels), shape));
    execute(
        "deconv2d",
        arguments(v.kernel() - 1 - v.padBegin(), h.kernel() - 1 - h.padBegin()),
        out.array(a.samples(), outTail[0], window.outHeight(), window.outWidth()),
        a.array(a.samples(), inTail[0], window.height(), window.width()),
        turned);
    return out;
  }

  /** Kernels for the transpose: in x out in place of out x in, each turned by half a circle. */
  private static float[] turned(float[] kernels, int[] shape) {
    float[] turned = new float[kernels.length];
    int cells = shape[2] * shape[3];
    for (int i = 0; i < kernels.length; i++) {
      int cell = i % cells;
      int in = i / cells % shape[0];
      int out = i / cells / shape[0];
      turned[(in * shape[1] + out) * cells + cells - 1 - cell] = kernels[i];
    }
    return turned;
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
    INDArray plane = source.array(samples, inTail[0], inHeight(framed), inWidth(framed));
    INDArray kernel = weights.weights(node, kernels, part);
    execute(
        "conv2d",
        arguments(framed),
        out.array(samples, outTail[0], window.outHeight(), window.outWidth()),
        bias == null ? new INDArray[] {plane, kernel} : new INDArray[] {plane, kernel, bias});
    source.release();
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    boolean cut =
        !window.isSymmetric()
            || covered(window.vertical(), window.outHeight())
                != window.height() + 2 * window.vertical().padBegin()
            || covered(window.horizontal(), window.outWidth())
                != window.width() + 2 * window.horizontal().padBegin();
    int samples = signal.samples();
    NativeTensor result =
        cut
            ? pool.take(
                samples,
                inTail[0],
                covered(window.vertical(), window.outHeight()),
                covered(window.horizontal(), window.outWidth()))
            : pool.take(samples, inTail[0], window.height(), window.width());
    execute(
        "deconv2d",
        arguments(cut),
        result.array(),
        signal.array(samples, outTail[0], window.outHeight(), window.outWidth()),
        weights.weights(node, kernels, part));
    return cut ? withoutFrame(result, pool) : reshaped(result, with(samples, inTail));
  }

  /**
   * The input's own region of a signal that covers the padding too; what no output sees is zero.
   */
  private NativeTensor withoutFrame(NativeTensor covered, TensorPool pool) {
    int samples = covered.samples();
    NativeTensor plane = pool.zeros(samples, inTail[0], window.height(), window.width());
    Planes.copyRegion(covered, window.vertical().padBegin(), window.horizontal().padBegin(), plane);
    covered.release();
    return reshaped(plane, with(samples, inTail));
  }

  private static NativeTensor reshaped(NativeTensor tensor, int[] shape) {
    NativeTensor reshaped = tensor.retain(shape);
    tensor.release();
    return reshaped;
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
  public int[] outputShape() {
    return with(1, outTail);
  }

  @Override
  public long weights() {
    return layer.weights().size();
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

  /** How many cells the windows of all outputs cover, padding included. */
  private static int covered(SlidingWindow.Extent extent, int outLength) {
    return (outLength - 1) * extent.stride() + (extent.kernel() - 1) * extent.dilation() + 1;
  }

  private static void execute(
      String operator, int[] arguments, INDArray output, INDArray... inputs) {
    Nd4j.exec(
        DynamicCustomOp.builder(operator)
            .addInputs(inputs)
            .addOutputs(output)
            .addIntegerArguments(arguments)
            .build());
  }

  private int[] arguments(boolean framed) {
    return framed
        ? arguments(0, 0)
        : arguments(window.vertical().padBegin(), window.horizontal().padBegin());
  }

  private int[] arguments(int verticalPadding, int horizontalPadding) {
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    return new int[] {
      v.kernel(),
      h.kernel(),
      v.stride(),
      h.stride(),
      verticalPadding,
      horizontalPadding,
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
