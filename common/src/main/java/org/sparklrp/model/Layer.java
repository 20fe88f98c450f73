package org.sparklrp.model;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One operation of a network after import. The family is closed: the engine has a kernel for each
 * member.
 *
 * <p>Shapes include the batch as dimension 0. The output shape stands in the {@link
 * LayerGraph.Node}.
 */
public sealed interface Layer {
  /** The constant tensors of the layer: weights and bias, scale and shift, slopes, tokens. */
  default List<Tensor> constants() {
    return List.of();
  }

  /** The same layer with every constant exchanged, in the order of {@link #constants}. */
  default Layer withConstants(UnaryOperator<Tensor> exchange) {
    return this;
  }

  /**
   * Convolution (cross-correlation) over 1 or 2 spatial dimensions: [N, C, ...] to [N, O, ...].
   *
   * @param window how the kernel slides
   * @param groups number of groups G; output channel o sees the input channels of its group alone
   * @param weights [O, C / G, kernel...]
   * @param bias [O]
   */
  record Convolution(Window window, int groups, Tensor weights, Tensor bias) implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(weights, bias);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new Convolution(window, groups, exchange.apply(weights), exchange.apply(bias));
    }
  }

  /**
   * The transpose of a convolution ("deconvolution"), which enlarges: [N, C, ...] to [N, O, ...].
   *
   * @param window how the kernel slides over the output
   * @param groups number of groups G
   * @param weights [C, O / G, kernel...]: those of the convolution it transposes
   * @param bias [O]
   */
  record ConvolutionTranspose(Window window, int groups, Tensor weights, Tensor bias)
      implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(weights, bias);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new ConvolutionTranspose(
          window, groups, exchange.apply(weights), exchange.apply(bias));
    }

    /** The convolution from this layer's output to its input that it transposes, without bias. */
    public Convolution convolution() {
      return new Convolution(
          window, groups, weights, Tensor.vector(new float[weights.dimension(0)]));
    }
  }

  /**
   * A fully connected layer over the last dimension: [..., I] to [..., O], y = x W^T + b.
   *
   * @param weights [O, I]
   * @param bias [O]
   */
  record Dense(Tensor weights, Tensor bias) implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(weights, bias);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new Dense(exchange.apply(weights), exchange.apply(bias));
    }
  }

  /**
   * Scale and shift by constants: y = x * scale + shift. What is left of a BatchNormalization that
   * could not be folded, and of products and sums with constants. Each constant broadcasts against
   * the input as in NumPy.
   *
   * @param scale the factor
   * @param shift the summand
   */
  record Affine(Tensor scale, Tensor shift) implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(scale, shift);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new Affine(exchange.apply(scale), exchange.apply(shift));
    }
  }

  /**
   * An element-wise function.
   *
   * @param function which
   * @param alpha its first parameter, 0 where it has none
   * @param beta its second parameter, 0 where it has none
   */
  record Activation(Function function, float alpha, float beta) implements Layer {
    /** The functions known, with alpha = a and beta = b. */
    public enum Function {
      /** max(x, 0). */
      RELU,
      /** x where x is positive, else a x. */
      LEAKY_RELU,
      /** x between the bounds a and b. */
      CLIP,
      /** 1 / (1 + exp(-x)). */
      SIGMOID,
      /** a x + b between the bounds 0 and 1. */
      HARD_SIGMOID,
      /** The hyperbolic tangent. */
      TANH,
      /** x sigmoid(x). */
      SILU,
      /** x times the hard sigmoid a x + b between the bounds 0 and 1. */
      HARD_SWISH,
      /** b x where x is positive, else a b (exp(x) - 1). */
      ELU,
      /** log(1 + exp(x)). */
      SOFTPLUS,
      /** x / (1 + |x|). */
      SOFTSIGN,
      /** x tanh(log(1 + exp(x))) (Misra 2019). */
      MISH,
      /** x to the power of a. */
      POWER,
      /** |x|. */
      ABSOLUTE,
      /** exp(x). */
      EXPONENTIAL,
      /** log(x). */
      LOGARITHM,
      /** The sine. */
      SINE,
      /** The cosine. */
      COSINE,
      /** The error function. */
      ERF,
      /** x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016). */
      GELU,
      /** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2. */
      GELU_TANH,
      /** 1 where x is positive, else 0. */
      STEP,
      /**
       * The multiple of a that is nearest to x, of two the even one: what quantisation leaves. Its
       * derivative is taken as 1.
       */
      ROUND
    }
  }

  /**
   * The rectifier with a slope of its own per channel: x where x is positive, else slope * x.
   *
   * @param slope broadcasts against the input as in NumPy
   */
  record ParametricRelu(Tensor slope) implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(slope);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new ParametricRelu(exchange.apply(slope));
    }
  }

  /**
   * The largest value of each window; padding never wins.
   *
   * @param window how the window slides
   */
  record MaxPool(Window window) implements Layer {}

  /**
   * The mean of each window.
   *
   * @param window how the window slides
   * @param countIncludesPad whether padding cells count in the divisor (cells beyond the declared
   *     padding, which ceil mode adds, never do)
   */
  record AveragePool(Window window, boolean countIncludesPad) implements Layer {}

  /** The mean over all spatial dimensions, kept with length 1: [N, C, ...] to [N, C, 1...]. */
  record GlobalAveragePool() implements Layer {}

  /**
   * The sum of two or more computed tensors of one shape (NumPy broadcasting where shapes differ).
   */
  record Add() implements Layer {}

  /**
   * The product of two computed tensors (NumPy broadcasting where shapes differ): a gate, as in
   * squeeze-excitation or x * sigmoid(x), or two signals.
   *
   * @param signal which of the two carries the signal
   */
  record Multiply(Signal signal) implements Layer {
    /** Which factor of a product is the signal; the other one is its gate. */
    public enum Signal {
      FIRST,
      SECOND,
      /** Neither is a gate of the other. */
      BOTH
    }
  }

  /**
   * The mean or sum over some dimensions, which are kept with length 1.
   *
   * @param axes the dimensions, counted from 0, batch included, ascending
   * @param mean whether the sum is divided by the number of its summands
   */
  record Reduction(List<Integer> axes, boolean mean) implements Layer {
    /** Copies the list. */
    public Reduction {
      axes = List.copyOf(axes);
    }
  }

  /**
   * Every row brought to mean 0 and variance 1: (x - mean) / sqrt(variance + epsilon), a row being
   * all values from a dimension on (Ba et al. 2016). What scales and shifts the result is an {@link
   * Affine} of its own.
   *
   * @param axis the first dimension of a row, counted from 0, batch included
   * @param epsilon added to the variance
   * @param centered whether the mean is taken off; if not, the mean square takes the variance's
   *     place
   */
  record Normalization(int axis, float epsilon, boolean centered) implements Layer {}

  /**
   * exp(x) over its sum along a dimension: the weights of attention.
   *
   * @param axis counted from 0, batch included
   */
  record Softmax(int axis) implements Layer {}

  /**
   * The matrix product of two computed tensors over their last two dimensions, [..., M, K] and
   * [..., K, N] to [..., M, N]. The dimensions before agree.
   */
  record MatrixProduct() implements Layer {}

  /**
   * Constant cells inserted along a dimension, as a class token before the patches of an image.
   *
   * @param axis the dimension, counted from 0, batch included
   * @param at how many cells of the input come before
   * @param constant the cells; its batch dimension has length 1
   */
  record Insert(int axis, int at, Tensor constant) implements Layer {
    @Override
    public List<Tensor> constants() {
      return List.of(constant);
    }

    @Override
    public Layer withConstants(UnaryOperator<Tensor> exchange) {
      return new Insert(axis, at, exchange.apply(constant));
    }
  }

  /**
   * Interpolation along one dimension: each output cell is a fixed weighted sum of input cells.
   *
   * @param axis the dimension, counted from 0, batch included
   * @param cells one entry per output cell
   */
  record Interpolation(int axis, List<Cell> cells) implements Layer {
    /** Copies the list. */
    public Interpolation {
      cells = List.copyOf(cells);
    }

    /**
     * What an output cell is made of.
     *
     * @param sources input cells
     * @param shares the factor of each
     */
    public record Cell(List<Integer> sources, List<Float> shares) {
      /** Copies the lists. */
      public Cell {
        sources = List.copyOf(sources);
        shares = List.copyOf(shares);
      }

      /**
       * A cell between two.
       *
       * @param first an input cell
       * @param second another, or the same
       * @param share of the second, between 0 and 1
       */
      public Cell(int first, int second, float share) {
        this(List.of(first, second), List.of(1 - share, share));
      }
    }
  }

  /**
   * Tensors joined along an axis.
   *
   * @param axis counted from 0, batch included
   */
  record Concat(int axis) implements Layer {}

  /**
   * The same values in another shape (flatten, squeeze, unsqueeze): the node's output shape tells
   * which.
   */
  record Reshape() implements Layer {}

  /**
   * Dimensions in another order.
   *
   * @param permutation output dimension d is input dimension permutation[d]
   */
  record Transpose(List<Integer> permutation) implements Layer {
    /** Copies the list. */
    public Transpose {
      permutation = List.copyOf(permutation);
    }
  }

  /**
   * A constant border.
   *
   * @param before cells before, per dimension, batch included; never negative (a negative pad is
   *     imported as a slice)
   * @param after cells after, per dimension
   * @param value the border's value
   */
  record Pad(List<Integer> before, List<Integer> after, float value) implements Layer {
    /** Copies the lists. */
    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * A regular part of a tensor: per dimension, output cell i is input cell start + i * step.
   *
   * @param starts the first cell, per dimension, batch included
   * @param steps the distance of cells, per dimension, not 0; negative counts backwards
   */
  record Slice(List<Integer> starts, List<Integer> steps) implements Layer {
    /** Copies the lists. */
    public Slice {
      starts = List.copyOf(starts);
      steps = List.copyOf(steps);
    }
  }

  /**
   * Cells chosen along one dimension, each any number of times: irregular selections, repetition,
   * stretching to a broadcast shape, enlarging to the nearest cell, reflected borders.
   *
   * @param axis the dimension, counted from 0, batch included
   * @param cells output cell i along the axis is input cell cells[i]
   */
  record Gather(int axis, List<Integer> cells) implements Layer {
    /** Copies the list. */
    public Gather {
      cells = List.copyOf(cells);
    }
  }
}
