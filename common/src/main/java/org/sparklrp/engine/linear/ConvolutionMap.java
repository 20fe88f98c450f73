package org.sparklrp.engine.linear;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Planes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * An ungrouped, undilated convolution by ND4J's oneDNN operator, which works on images with their
 * channels last: in any other order it moves the input, the output, and what the output held
 * before. The transpose is a convolution as well. The operator knows symmetric padding only; an
 * asymmetric border is laid around the input first.
 */
final class ConvolutionMap implements LinearMap {
  private static final int UNDILATED = 1;
  private static final int PADDING_GIVEN = 0;
  private static final int OUT_IN_HEIGHT_WIDTH = 1;
  private static final int CHANNELS_LAST = 1;
  private final String node;
  private final Layer.Convolution layer;
  private final WeightStore weights;
  private final SlidingWindow window;
  private final StridedTranspose phases;
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
        layer
            .weights()
            .reshaped(
                out.get(1), in.get(1), window.vertical().kernel(), window.horizontal().kernel());
    phases = new StridedTranspose(window, in.get(1), out.get(1));
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
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    boolean framed = !window.isSymmetric();
    NativeTensor source = framed ? frame(a, pool) : a.retain();
    int height = window.height() + (framed ? v.padBegin() + v.padEnd() : 0);
    int width = window.width() + (framed ? h.padBegin() + h.padEnd() : 0);
    INDArray plane = source.moveChannelsLast(inTail[0], height, width);
    INDArray kernel = weights.weights(node, kernels, part);
    NativeTensor out = pool.take(with(a.samples(), outTail));
    execute(
        arguments(v, framed ? 0 : v.padBegin(), h, framed ? 0 : h.padBegin()),
        out.expectChannelsLast(outTail[0], window.outHeight(), window.outWidth()),
        bias == null ? new INDArray[] {plane, kernel} : new INDArray[] {plane, kernel, bias});
    source.release();
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    INDArray operand = signal.moveChannelsLast(outTail[0], window.outHeight(), window.outWidth());
    NativeTensor result = pool.take(with(signal.samples(), inTail));
    if (isTurnable()) {
      SlidingWindow.Extent v = window.vertical();
      SlidingWindow.Extent h = window.horizontal();
      execute(
          arguments(v, turnedPadding(v), h, turnedPadding(h)),
          result.expectChannelsLast(inTail[0], window.height(), window.width()),
          operand,
          turned(0, part));
      return result;
    }
    List<NativeTensor> moved = new ArrayList<>();
    for (int i = 0; i < phases.groups().size(); i++) {
      StridedTranspose.Group group = phases.groups().get(i);
      NativeTensor own =
          pool.take(signal.samples(), group.channels(), group.height(), group.width());
      SlidingWindow.Extent v = group.verticalTaps();
      SlidingWindow.Extent h = group.horizontalTaps();
      execute(
          arguments(v, turnedPadding(v), h, turnedPadding(h)),
          own.expectChannelsLast(group.channels(), group.height(), group.width()),
          operand,
          turned(i, part));
      moved.add(own);
    }
    phases.move(moved, result);
    moved.forEach(NativeTensor::release);
    return result;
  }

  /** The kernels that a group of phases is computed with. */
  private INDArray turned(int index, WeightPart part) {
    StridedTranspose.Group group = phases.groups().get(index);
    return weights.derived(
        node, "turned " + index, part, group.kernelShape(), () -> group.kernels(part.of(kernels)));
  }

  /** Whether there is one phase, with no border to be cut off. */
  private boolean isTurnable() {
    return window.isSymmetric() && isTurnable(window.vertical()) && isTurnable(window.horizontal());
  }

  private static boolean isTurnable(SlidingWindow.Extent extent) {
    return extent.stride() == 1 && turnedPadding(extent) >= 0;
  }

  private static int turnedPadding(SlidingWindow.Extent extent) {
    return extent.kernel() - 1 - extent.padBegin();
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
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return window.outArea();
  }

  /** The input with its zero border laid around it. */
  private NativeTensor frame(NativeTensor a, TensorPool pool) {
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    NativeTensor framed =
        pool.zeros(
            a.samples(),
            inTail[0],
            window.height() + v.padBegin() + v.padEnd(),
            window.width() + h.padBegin() + h.padEnd());
    NativeTensor plane =
        a.retainReshaped(new int[] {a.samples(), inTail[0], window.height(), window.width()});
    Planes.insertRegion(plane, framed, v.padBegin(), h.padBegin());
    plane.release();
    return framed;
  }

  private static void execute(int[] arguments, INDArray output, INDArray... inputs) {
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(inputs)
            .addOutputs(output)
            .addIntegerArguments(arguments)
            .build());
  }

  private static int[] arguments(
      SlidingWindow.Extent vertical,
      int verticalPadding,
      SlidingWindow.Extent horizontal,
      int horizontalPadding) {
    return new int[] {
      vertical.kernel(),
      horizontal.kernel(),
      vertical.stride(),
      horizontal.stride(),
      verticalPadding,
      horizontalPadding,
      UNDILATED,
      UNDILATED,
      PADDING_GIVEN,
      CHANNELS_LAST,
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
