package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Element-wise loops over native memory, one pass each. Native values are streamed through heap
 * blocks that stay in the processor's first cache: the JVM vectorises loops over heap arrays, and
 * copying a cached block costs little. An instance owns its blocks and serves one thread.
 */
public final class Elementwise {
  private static final int BLOCK = BlockSums.BLOCK;

  /** Samples are taken in runs, because a value costs as much as those beside it. */
  private static final int RUN = 16;

  /** Each costs as much as reaching for memory far away. */
  private static final int RUNS = 24;

  /** So many values lie together and are cheaper to read than to sample. */
  private static final int FEW = 4096;

  /** What a block adds to a sum; it may overwrite the block. */
  private interface BlockSum {
    double apply(float[] block, int length);
  }

  private final float[] first = BlockSums.block();
  private final float[] second = BlockSums.block();
  private final float[] third = BlockSums.block();

  /** Sets every value. */
  public void fill(NativeTensor tensor, float value) {
    Arrays.fill(first, value);
    FloatBuffer values = tensor.moveToRows();
    for (int start = 0; start < values.capacity(); start += BLOCK) {
      values.put(start, first, 0, Math.min(BLOCK, values.capacity() - start));
    }
  }

  /** Copies all values; the tensors are of one size. */
  public void copy(NativeTensor from, NativeTensor to) {
    FloatBuffer values = from.form();
    to.expectOrderOf(from);
    to.form().put(0, values, 0, from.size());
  }

  /** out = the sum of some tensors of its shape; out may be the first of them. */
  public void sum(List<NativeTensor> tensors, NativeTensor out) {
    NativeTensor.align(tensors);
    out.expectOrderOf(tensors.get(0));
    FloatBuffer target = out.form();
    for (int start = 0; start < target.capacity(); start += BLOCK) {
      int length = Math.min(BLOCK, target.capacity() - start);
      tensors.get(0).form().get(start, first, 0, length);
      for (int summand = 1; summand < tensors.size(); summand++) {
        tensors.get(summand).form().get(start, second, 0, length);
        for (int i = 0; i < length; i++) {
          first[i] += second[i];
        }
      }
      target.put(start, first, 0, length);
    }
  }

  /** into += from. A {@code from} of a single image is added to every image. */
  public void add(NativeTensor into, NativeTensor from) {
    addScaled(into, from, 1f);
  }

  /** into += factor * from. A {@code from} of a single image is added to every image. */
  public void addScaled(NativeTensor into, NativeTensor from, float factor) {
    NativeTensor.align(into, from);
    for (int offset = 0; offset < into.size(); offset += from.size()) {
      for (int start = 0; start < from.size(); start += BLOCK) {
        int length = Math.min(BLOCK, from.size() - start);
        into.read(offset + start, first, length);
        from.read(start, second, length);
        for (int i = 0; i < length; i++) {
          first[i] += factor * second[i];
        }
        into.write(offset + start, first, length);
      }
    }
    into.written();
  }

  /** out = part(a), for the parts that depend on the image. */
  public void part(NativeTensor a, Part part, NativeTensor out) {
    FloatBuffer source = a.form();
    out.expectOrderOf(a);
    FloatBuffer target = out.form();
    for (int start = 0; start < source.capacity(); start += BLOCK) {
      int length = Math.min(BLOCK, source.capacity() - start);
      source.get(start, first, 0, length);
      select(part, first, length);
      target.put(start, first, 0, length);
    }
  }

  /**
   * into = into + factor * part(a) * c, or without the first summand. An {@code a} of a single
   * image stands for every image; {@code into} may be {@code c}.
   */
  public void accumulate(
      NativeTensor into, boolean keep, NativeTensor a, Part part, float factor, NativeTensor c) {
    if (keep) {
      NativeTensor.align(into, a, c);
    } else {
      NativeTensor.align(a, c);
      into.expectOrderOf(c);
    }
    FloatBuffer target = into.form();
    FloatBuffer input = a.form();
    FloatBuffer factors = c.form();
    for (int offset = 0; offset < target.capacity(); offset += input.capacity()) {
      for (int start = 0; start < input.capacity(); start += BLOCK) {
        int length = Math.min(BLOCK, input.capacity() - start);
        input.get(start, first, 0, length);
        select(part, first, length);
        factors.get(offset + start, second, 0, length);
        if (keep) {
          target.get(offset + start, third, 0, length);
          for (int i = 0; i < length; i++) {
            second[i] = third[i] + factor * first[i] * second[i];
          }
        } else {
          for (int i = 0; i < length; i++) {
            second[i] = factor * first[i] * second[i];
          }
        }
        target.put(offset + start, second, 0, length);
      }
    }
  }

  /** into = into * factors + summands, both given per value of one image. */
  public void scaleAndShift(NativeTensor into, float[] factors, float[] summands) {
    FloatBuffer values = into.moveToRows();
    for (int offset = 0; offset < values.capacity(); offset += factors.length) {
      for (int start = 0; start < factors.length; start += BLOCK) {
        int length = Math.min(BLOCK, factors.length - start);
        values.get(offset + start, first, 0, length);
        for (int i = 0; i < length; i++) {
          first[i] = first[i] * factors[start + i] + summands[start + i];
        }
        values.put(offset + start, first, 0, length);
      }
    }
  }

  /**
   * Fills rows of equal values: row {@code first + i} of {@code length} values gets value i.
   *
   * @param row the first row
   */
  public void setRows(NativeTensor into, int row, float[] rowValues, int length) {
    FloatBuffer values = into.moveToRows();
    for (int i = 0; i < rowValues.length; i++) {
      Arrays.fill(first, 0, Math.min(BLOCK, length), rowValues[i]);
      for (int start = 0; start < length; start += BLOCK) {
        values.put((row + i) * length + start, first, 0, Math.min(BLOCK, length - start));
      }
    }
  }

  /** Adds a row vector to each of the tensor's rows. */
  public void addRows(NativeTensor into, float[] row) {
    FloatBuffer values = into.moveToRows();
    for (int offset = 0; offset < values.capacity(); offset += row.length) {
      for (int start = 0; start < row.length; start += BLOCK) {
        int length = Math.min(BLOCK, row.length - start);
        values.get(offset + start, first, 0, length);
        for (int i = 0; i < length; i++) {
          first[i] += row[start + i];
        }
        values.put(offset + start, first, 0, length);
      }
    }
  }

  /** Adds one value per channel. */
  public void addChannels(NativeTensor into, ChannelValues channels) {
    ChannelValues summands = channels.inOrderOf(into);
    FloatBuffer values = into.form();
    int sampleSize = into.sampleSize();
    for (int image = 0; image < into.samples(); image++) {
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        values.get(image * sampleSize + start, first, 0, length);
        summands.read(start, second, length);
        for (int i = 0; i < length; i++) {
          first[i] += second[i];
        }
        values.put(image * sampleSize + start, first, 0, length);
      }
    }
  }

  /** The sum over each image's values, in double precision. */
  public double[] sums(NativeTensor tensor) {
    double[] sums = new double[tensor.samples()];
    for (int image = 0; image < sums.length; image++) {
      sums[image] = sum(tensor, image);
    }
    return sums;
  }

  /** The sum over one image's values, in double precision. */
  public double sum(NativeTensor tensor, int image) {
    return sum(tensor, image, BlockSums::sum);
  }

  /** The same with the rounding of single precision within a block, for a third. */
  public double quickSum(NativeTensor tensor, int image) {
    return sum(tensor, image, (block, length) -> BlockSums.fold(block, block, length));
  }

  /** The same of all images. */
  public double[] quickSums(NativeTensor tensor) {
    double[] sums = new double[tensor.samples()];
    for (int image = 0; image < sums.length; image++) {
      sums[image] = quickSum(tensor, image);
    }
    return sums;
  }

  /** The sum over the sizes of one image's values, in double precision. */
  public double size(NativeTensor tensor, int image) {
    return sum(
        tensor,
        image,
        (block, length) -> {
          select(Part.ABSOLUTE, block, length);
          return BlockSums.sum(block, length);
        });
  }

  private double sum(NativeTensor tensor, int image, BlockSum of) {
    tensor.alignPending();
    int sampleSize = tensor.sampleSize();
    double sum = 0;
    for (int start = 0; start < sampleSize; start += BLOCK) {
      int length = Math.min(BLOCK, sampleSize - start);
      tensor.read(image * sampleSize + start, first, length);
      sum += of.apply(first, length);
    }
    return sum;
  }

  /** An estimate of {@link #size} from a few of the values. */
  public double sampledSize(NativeTensor tensor, int image) {
    tensor.alignPending();
    int sampleSize = tensor.sampleSize();
    int sampled = sampleSize / RUN / RUNS | 1; // odd, so that runs do not follow rows
    int stride = sampleSize <= FEW ? 1 : sampled;
    double sum = 0;
    for (int start = 0; start < sampleSize; start += stride * RUN) {
      int length = Math.min(RUN, sampleSize - start);
      tensor.read(image * sampleSize + start, first, length);
      for (int i = 0; i < length; i++) {
        sum += Math.abs(first[i]);
      }
    }
    return sum * stride;
  }

  /** A factor times the root mean square of each image's values. */
  public float[] scaledRootMeanSquares(Operand operand, double factor) {
    NativeTensor.align(operand.tensors());
    int sampleSize = operand.sampleSize();
    float[] roots = new float[operand.size() / sampleSize];
    for (int image = 0; image < roots.length; image++) {
      double squares = 0;
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        operand.read(image * sampleSize + start, first, length);
        for (int i = 0; i < length; i++) {
          squares += (double) first[i] * first[i];
        }
      }
      roots[image] = (float) (factor * Math.sqrt(squares / sampleSize));
    }
    return roots;
  }

  /** values = part(values), for the parts that depend on the image. */
  public static void select(Part part, float[] values, int length) {
    switch (part) {
      case WHOLE, LOW, HIGH -> {}
      case POSITIVE -> {
        for (int i = 0; i < length; i++) {
          values[i] = Math.max(values[i], 0f);
        }
      }
      case NEGATIVE -> {
        for (int i = 0; i < length; i++) {
          values[i] = Math.min(values[i], 0f);
        }
      }
      case ABSOLUTE -> {
        for (int i = 0; i < length; i++) {
          values[i] = Math.abs(values[i]);
        }
      }
      case ONE -> Arrays.fill(values, 0, length, 1f);
    }
  }
}
