package org.sparklrp.engine.division;

import java.util.Arrays;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * The bias's share of each output, made ready to be spread over the inputs in proportion to the
 * size of their contributions: s * b / magnitude. Where there is no contribution at all the share
 * is dead.
 */
public final class BiasShares {
  private static final int BLOCK = BlockSums.BLOCK;

  private BiasShares() {}

  /**
   * Divides.
   *
   * @param s quotients, read
   * @param magnitude sums of absolute contributions, read
   * @param bias the bias in the quotients' denominators
   * @param dead receives the shares that cannot be spread
   * @param result receives the shares
   */
  public static void divide(
      NativeTensor s,
      NativeTensor magnitude,
      ChannelValues bias,
      DeadRelevance dead,
      NativeTensor result) {
    float[] kept = BlockSums.block();
    float[] sizes = BlockSums.block();
    float[] shares = BlockSums.block();
    NativeTensor.align(s, magnitude);
    dead.follow(s);
    result.expectOrderOf(s);
    ChannelValues factors = bias.inOrderOf(s);
    for (int at = 0; at < s.size(); at += BLOCK) {
      int length = Math.min(BLOCK, s.size() - at);
      s.form().get(at, kept, 0, length);
      magnitude.form().get(at, sizes, 0, length);
      factors.read(at, shares, length);
      for (int i = 0; i < length; i++) {
        kept[i] *= shares[i];
      }
      for (int i = 0; i < length; i++) {
        shares[i] = kept[i] / sizes[i];
      }
      if (!(Math.abs(BlockSums.sum(shares, length)) <= WorkingPrecision.LARGE)) {
        divideOneByOne(kept, sizes, shares, length);
        dead.add(kept, at, length);
      }
      result.form().put(at, shares, 0, length);
    }
  }

  /** What cannot be divided stays in {@code kept}. */
  private static void divideOneByOne(float[] kept, float[] sizes, float[] shares, int length) {
    Arrays.fill(shares, 0, length, 0f);
    for (int i = 0; i < length; i++) {
      float share = kept[i] / sizes[i];
      if (Math.abs(share) <= WorkingPrecision.LARGE) {
        shares[i] = share;
        kept[i] = 0f;
      }
    }
  }
}
