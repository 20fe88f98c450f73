package org.sparklrp.rule;

import java.util.EnumSet;
import org.sparklrp.fault.Keyword;
import org.sparklrp.model.Layer;

/** The kinds of layers that rules are assigned to. */
public enum LayerKind {
  /** Convolutions and transposed convolutions. */
  CONVOLUTION,
  /** Fully connected layers. */
  DENSE,
  /** Scales and shifts by constants: batch normalisation that could not be folded. */
  AFFINE,
  /** The rectifier. */
  RELU,
  /** Other element-wise functions. */
  OTHER_ACTIVATION,
  /** Max pooling. */
  MAX_POOL,
  /** Average pooling, means and sums over dimensions, interpolation. */
  AVERAGE_POOL,
  /** Sums of computed tensors. */
  ADD,
  /** Products of two computed tensors. */
  GATE,
  /** Matrix products of two computed tensors, as in attention. */
  MATRIX_PRODUCT,
  /** Softmax inside the network. */
  SOFTMAX,
  /** Normalisation by the image's own statistics: of a layer, a group or an instance. */
  NORMALIZATION,
  /** Layers that only move values: concat, reshape, transpose, pad, slice, gather, insert. */
  ROUTING;

  /** The kind of a layer. */
  public static LayerKind of(Layer layer) {
    if (layer instanceof Layer.Convolution || layer instanceof Layer.ConvolutionTranspose) {
      return CONVOLUTION;
    }
    if (layer instanceof Layer.Dense) {
      return DENSE;
    }
    if (layer instanceof Layer.Affine) {
      return AFFINE;
    }
    if (layer instanceof Layer.Activation activation) {
      return activation.function() == Layer.Activation.Function.RELU ? RELU : OTHER_ACTIVATION;
    }
    if (layer instanceof Layer.ParametricRelu) {
      return OTHER_ACTIVATION;
    }
    if (layer instanceof Layer.MaxPool) {
      return MAX_POOL;
    }
    if (layer instanceof Layer.AveragePool
        || layer instanceof Layer.GlobalAveragePool
        || layer instanceof Layer.Reduction
        || layer instanceof Layer.Interpolation) {
      return AVERAGE_POOL;
    }
    if (layer instanceof Layer.Add) {
      return ADD;
    }
    if (layer instanceof Layer.Multiply) {
      return GATE;
    }
    if (layer instanceof Layer.MatrixProduct) {
      return MATRIX_PRODUCT;
    }
    if (layer instanceof Layer.Softmax) {
      return SOFTMAX;
    }
    if (layer instanceof Layer.Normalization) {
      return NORMALIZATION;
    }
    if (layer instanceof Layer.Concat
        || layer instanceof Layer.Insert
        || layer instanceof Layer.Reshape
        || layer instanceof Layer.Transpose
        || layer instanceof Layer.Pad
        || layer instanceof Layer.Slice
        || layer instanceof Layer.Gather) {
      return ROUTING;
    }
    throw new IllegalArgumentException("No kind is known for the layer " + layer);
  }

  /** The name in configurations: {@code max-pool}. */
  public String key() {
    return Keyword.of(this);
  }

  /** Whether layers of this kind have weights: convolutions and fully connected layers. */
  public boolean isLinear() {
    return this == CONVOLUTION || this == DENSE;
  }

  /**
   * Whether a rule means anything for layers of this kind. The gradient does for all of them; rules
   * over weights do for linear layers alone.
   */
  public boolean accepts(Rule rule) {
    if (rule instanceof Rule.Gradient) {
      return true;
    }
    if (rule instanceof Rule.GuidedGradient
        || rule instanceof Rule.DeconvGradient
        || rule instanceof Rule.SmoothGradient) {
      return this == RELU;
    }
    if (rule instanceof Rule.Pass) {
      return EnumSet.of(RELU, OTHER_ACTIVATION, ROUTING, GATE, SOFTMAX, NORMALIZATION)
          .contains(this);
    }
    if (rule instanceof Rule.Uniform) {
      return this == GATE;
    }
    if (rule instanceof Rule.Norm) {
      return EnumSet.of(AVERAGE_POOL, ADD, NORMALIZATION, MATRIX_PRODUCT).contains(this);
    }
    if (rule instanceof Rule.Taylor) {
      return this == SOFTMAX;
    }
    if (rule instanceof Rule.Epsilon) {
      return isLinear() || EnumSet.of(AFFINE, MATRIX_PRODUCT, NORMALIZATION).contains(this);
    }
    return isLinear();
  }
}
