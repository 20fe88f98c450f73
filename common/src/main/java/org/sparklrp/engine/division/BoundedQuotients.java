package org.sparklrp.engine.division;

import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.Sites;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * The division of a rule that weighs contributions of both signs, for an account that loses
 * nothing: s = share R / stab(z), and per position what the quotients do not hand on, the sum over
 * channels of R - s (z - b). That is what the bias and the stabiliser would take, what is held back
 * by a share below 1, and what belongs to neurons whose z is small against what they sum: there s =
 * R z / l^2 with the least size l of the position, which neither explodes nor jumps.
 *
 * @param outputs which outputs take part, by the sign of the layer's output; of those where it is
 *     zero, {@link Outputs#POSITIVE} leaves everything to the positions
 * @param bias the bias contained in z
 * @param sites the positions of the layer's outputs
 * @param spreadsDead whether relevance where z is zero is left to the positions, too
 */
public record BoundedQuotients(
    Outputs outputs, ChannelValues bias, Sites sites, boolean spreadsDead) {
  private static final int BLOCK = BlockSums.BLOCK;

  /** A smaller denominator counts as zero. */
  private static final float TINY = 1e-25f;

  /**
   * The tensors of one division, in one order.
   *
   * @param relevance R
   * @param denominator z
   * @param output whose sign selects, or null where all outputs take part
   * @param result receives s; may be {@code relevance}
   * @param channelsLast whether their channels lie last
   */
  public record Streams(
      NativeTensor relevance,
      Operand denominator,
      @Nullable NativeTensor output,
      NativeTensor result,
      boolean channelsLast) {}

  /**
   * What decides about the quotients of an image, and what comes of them.
   *
   * @param share of the relevance that is divided
   * @param epsilon the stabiliser
   * @param least per position the size that counts as small for its denominators
   * @param left receives, added, what the quotients do not hand on
   */
  public record Image(float share, float epsilon, float[] least, double[] left) {}

  /**
   * What came out of a division.
   *
   * @param dead the relevance where z is zero, unless it is left to the positions
   * @param unserved the size of the relevance at outputs that do not take part
   */
  public record Result(double dead, double unserved) {}

  private record Block(
      float[] r, float[] z, float[] c, float[] b, float[] limits, float[] s, float[] scratch) {
    Block() {
      this(
          BlockSums.block(),
          BlockSums.block(),
          BlockSums.block(),
          BlockSums.block(),
          BlockSums.block(),
          BlockSums.block(),
          BlockSums.block());
    }
  }

  /** Divides the relevance of one image. */
  public Result divide(Streams streams, int index, Image image) {
    Block block = new Block();
    float[] r = block.r;
    ChannelValues summands = bias.inOrderOf(streams.relevance);
    boolean last = streams.channelsLast;
    int size = streams.relevance.sampleSize();
    double unserved = 0;
    double dead = 0;
    for (int start = 0; start < size; start += BLOCK) {
      int length = Math.min(BLOCK, size - start);
      int at = index * size + start;
      streams.relevance.read(at, r, length);
      streams.denominator.read(at, block.z, length);
      if (streams.output != null) {
        streams.output.read(at, block.c, length);
        unserved += select(block, length);
      }
      if (!spreadsDead) {
        dead += bury(block, length);
      }
      sites.read(image.least, start, length, last, block.limits);
      summands.read(start, block.b, length);
      divide(block, image, length);
      streams.result.write(at, block.s, length);
      sites.add(r, start, length, last, image.left);
    }
    return new Result(dead, unserved);
  }

  /** Loops with one result each, which the JVM vectorises; R becomes what is left of it. */
  private static void divide(Block block, Image image, int length) {
    float[] r = block.r;
    float[] z = block.z;
    float[] b = block.b;
    float[] s = block.s;
    float[] limits = block.limits;
    float[] scratch = block.scratch;
    float share = image.share;
    float epsilon = image.epsilon;
    for (int i = 0; i < length; i++) {
      limits[i] = Math.max(Math.max(Math.abs(z[i]), limits[i]), TINY);
    }
    for (int i = 0; i < length; i++) {
      scratch[i] = z[i] / limits[i];
    }
    for (int i = 0; i < length; i++) {
      s[i] = share * r[i] / (limits[i] + epsilon) * scratch[i];
    }
    for (int i = 0; i < length; i++) {
      r[i] -= s[i] * (z[i] - b[i]);
    }
  }

  /**
   * Keeps what belongs to the outputs that take part, and tells the size of the rest; in loops with
   * one result each, by factors that are 0 or 1.
   */
  private double select(Block block, int length) {
    float[] r = block.r;
    float[] z = block.z;
    float[] c = block.c;
    float[] others = block.scratch;
    float sign = outputs == Outputs.POSITIVE ? WorkingPrecision.LARGE : -WorkingPrecision.LARGE;
    float zeros = outputs == Outputs.POSITIVE ? 0f : 1f;
    for (int i = 0; i < length; i++) {
      others[i] = Math.min(Math.max(-sign * c[i], 0f), 1f);
    }
    for (int i = 0; i < length; i++) {
      c[i] = Math.min(Math.max(sign * c[i], 0f), 1f);
    }
    for (int i = 0; i < length; i++) {
      z[i] *= c[i];
    }
    for (int i = 0; i < length; i++) {
      c[i] = 1f - others[i] - zeros * (1f - others[i] - c[i]);
    }
    for (int i = 0; i < length; i++) {
      others[i] *= Math.abs(r[i]);
    }
    for (int i = 0; i < length; i++) {
      r[i] *= c[i];
    }
    return BlockSums.fold(others, others, length);
  }

  /** Takes the relevance away where the denominator is zero. */
  private static double bury(Block block, int length) {
    double dead = 0;
    for (int i = 0; i < length; i++) {
      if (block.z[i] == 0f) {
        dead += block.r[i];
        block.r[i] = 0f;
      }
    }
    return dead;
  }
}
