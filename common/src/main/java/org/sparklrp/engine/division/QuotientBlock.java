package org.sparklrp.engine.division;

import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;

/**
 * The heap blocks of one division ({@link Quotients}), and the sums over the current image: r holds
 * the relevance and then the quotients, z the denominators, c the companions, d what is dead.
 */
final class QuotientBlock {
  final float[] r = BlockSums.block();
  final float[] z = BlockSums.block();
  final float[] c = BlockSums.block();
  final float[] d = BlockSums.block();
  final float[] cases = BlockSums.block();
  float coefficient;
  float epsilon;
  double biasSum;
  double stabilizerSum;
  double deadSum;
  boolean anyShare;
  boolean anyLeft;
  boolean deadInBlock;

  void reset(float factor, float stabilizer) {
    coefficient = factor;
    epsilon = stabilizer;
    biasSum = 0;
    stabilizerSum = 0;
    deadSum = 0;
  }

  /** Reads a block; denominators of a single image stand for those of all. */
  void load(Quotients.Streams streams, int at, int length) {
    streams.relevance().read(at, r, length);
    streams.denominator().read(at % streams.denominator().size(), z, length);
    if (streams.companion() != null) {
      streams.companion().read(at, c, length);
    }
    deadInBlock = false;
  }

  /** Books the image's sums; what is dead only where no tensor receives it. */
  void book(int image, boolean deadIsSpread, Account account) {
    account.absorbBias(image, biasSum);
    account.absorbStabilizer(image, stabilizerSum);
    if (!deadIsSpread) {
      account.absorbDead(image, deadSum);
    }
  }

  /** Hands on the quotients of a block, and what is dead in it. */
  void store(Quotients.Streams streams, int at, int length) {
    streams.result().write(at, r, length);
    if (deadInBlock && streams.dead() != null) {
      streams.dead().add(d, at, length);
    }
  }

  /** Leaves the relevance of one value to the dead. */
  void bury(int index, float relevance) {
    d[index] = relevance;
    deadSum += relevance;
    deadInBlock = true;
  }
}
