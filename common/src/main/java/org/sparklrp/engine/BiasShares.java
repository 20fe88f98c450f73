package org.sparklrp.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The bias's share of each output, made ready to be spread over the inputs in proportion to the
 * size of their contributions: s * b / magnitude. Where there is no contribution at all the share
 * is dead.
 *
 * @param bias one entry per channel
 * @param area how many consecutive values of an image share one entry of the bias
 */
record BiasShares(float[] bias, int area) {
  private static final int BLOCK = 1024;

  /**
   * Divides.
   *
   * @param s quotients, read
   * @param magnitude sums of absolute contributions; overwritten with the shares
   * @param dead receives, added, the shares that cannot be spread
   * @return whether anything was dead
   */
  boolean divide(NativeTensor s, NativeTensor magnitude, NativeTensor dead) {
    float[] kept = new float[BLOCK];
    float[] sizes = new float[BLOCK];
    float[] shares = new float[BLOCK];
    boolean anyDead = false;
    for (int at = 0; at < s.size(); at += BLOCK) {
      int length = Math.min(BLOCK, s.size() - at);
      s.values().get(at, kept, 0, length);
      magnitude.values().get(at, sizes, 0, length);
      timesBias(kept, at, length);
      for (int i = 0; i < length; i++) {
        shares[i] = kept[i] / sizes[i];
      }
      double check = BlockSums.sum(shares, length);
      if (!(Math.abs(check) <= Double.MAX_VALUE)) {
        anyDead |= divideOneByOne(kept, sizes, shares, length, dead.values(), at);
      }
      magnitude.values().put(at, shares, 0, length);
    }
    return anyDead;
  }

  private void timesBias(float[] values, int at, int length) {
    int end = at + length;
    for (int position = at; position < end; ) {
      int next = Math.min(end, (position / area + 1) * area);
      float b = bias[position / area % bias.length];
      for (int i = position - at; i < next - at; i++) {
        values[i] *= b;
      }
      position = next;
    }
  }

  private static boolean divideOneByOne(
      float[] kept, float[] sizes, float[] shares, int length, FloatBuffer dead, int at) {
    Arrays.fill(shares, 0, length, 0f);
    boolean anyDead = false;
    for (int i = 0; i < length; i++) {
      if (kept[i] == 0f) {
        continue;
      }
      if (sizes[i] > 0f) {
        shares[i] = kept[i] / sizes[i];
      } else {
        dead.put(at + i, dead.get(at + i) + kept[i]);
        anyDead = true;
      }
    }
    return anyDead;
  }
}
