package org.sparklrp.engine.ledger;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * Adds small differences to the values of images, in proportion to their size: each changes by a
 * rounding error or little more, and no zero does. Where a part is less than a value can take, it
 * is carried on to the value at the same position of the next block.
 */
final class Spread {
  private static final int BLOCK = BlockSums.BLOCK;

  /** A value that takes what is left over is larger than it by this factor. */
  private static final double ROOM = 1e3;

  private final float[] values = BlockSums.block();
  private final float[] carries = BlockSums.block();

  /**
   * Spreads one difference per image over the images' values.
   *
   * @param tensors hold the values
   * @param differences what to add to the sum of an image's values; 0 leaves it as it is
   * @param sizes the sums of the sizes of an image's values, not 0 where there is a difference
   * @return what is left of each difference: too little for any of the values
   */
  double[] add(List<NativeTensor> tensors, double[] differences, double[] sizes) {
    double[] left = new double[differences.length];
    for (int image = 0; image < left.length; image++) {
      if (differences[image] != 0) {
        tensors.forEach(NativeTensor::form);
        float factor = (float) (differences[image] / sizes[image]);
        Arrays.fill(carries, 0f);
        double open = differences[image];
        for (NativeTensor tensor : tensors) {
          open -= addProportionally(tensor, image, factor);
        }
        left[image] = deposit(tensors, image, addCarries(tensors.get(0), image, open));
      }
    }
    return left;
  }

  /** Tells by how much the sum has changed. */
  private double addProportionally(NativeTensor tensor, int image, float factor) {
    double change = 0;
    int end = (image + 1) * tensor.sampleSize();
    for (int at = end - tensor.sampleSize(); at < end; at += BLOCK) {
      int length = Math.min(BLOCK, end - at);
      tensor.read(at, values, length);
      change -= BlockSums.sum(values, length);
      for (int i = 0; i < length; i++) {
        float value = values[i];
        float size = Math.abs(value);
        float open = factor * size + carries[i];
        float sum = value + open * Math.min(size * WorkingPrecision.HUGE, 1f);
        carries[i] = open - (sum - value);
        values[i] = sum;
      }
      change += BlockSums.sum(values, length);
      tensor.write(at, values, length);
    }
    return change;
  }

  /**
   * Adds what is open behind the last block to the values of the first: each gets what was carried
   * on at its position, and what rounding took from the value before.
   *
   * @param open that, and the rounding errors of single precision in what was carried on
   * @return what rounding took from the last
   */
  private double addCarries(NativeTensor tensor, int image, double open) {
    int at = image * tensor.sampleSize();
    int length = Math.min(BLOCK, tensor.sampleSize());
    tensor.read(at, values, length);
    double carry = open - BlockSums.sum(carries, length);
    for (int i = 0; i < length; i++) {
      carry += carries[i];
      if (values[i] != 0) {
        double exact = values[i] + carry;
        values[i] = (float) exact;
        carry = exact - values[i];
      }
    }
    tensor.write(at, values, length);
    return carry;
  }

  /**
   * Adds what is left over to the smallest value that it changes by a rounding error only, and what
   * is left over then to a smaller one, of the first block that takes any of it.
   */
  private double deposit(List<NativeTensor> tensors, int image, double leftOver) {
    for (NativeTensor tensor : tensors) {
      int end = (image + 1) * tensor.sampleSize();
      for (int at = end - tensor.sampleSize(); at < end; at += BLOCK) {
        int length = Math.min(BLOCK, end - at);
        tensor.read(at, values, length);
        double left = deposit(length, leftOver);
        if (left != leftOver) {
          tensor.write(at, values, length);
          return left;
        }
      }
    }
    return leftOver;
  }

  private double deposit(int length, double leftOver) {
    double left = leftOver;
    double before = Double.NaN;
    while (left != before && left != 0) {
      before = left;
      int place = smallest(length, ROOM * Math.abs(left));
      if (place < length) {
        double exact = values[place] + left;
        values[place] = (float) exact;
        left = exact - values[place];
      }
    }
    return left;
  }

  /** The place of the smallest value by size that is not smaller than some; or the length. */
  private int smallest(int length, double wanted) {
    int place = length;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      double size = Math.abs(values[i]);
      if (size >= wanted && size < smallest) {
        smallest = size;
        place = i;
      }
    }
    return place;
  }
}
