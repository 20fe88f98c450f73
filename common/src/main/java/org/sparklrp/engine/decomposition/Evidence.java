package org.sparklrp.engine.decomposition;

import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * What the relevance of an image is large against: the larger of the score and of the sizes that
 * the first layer with a rule of both signs, a classifier's last, weighs against each other. Where
 * relevance has grown beyond it on its way, signs cancel that mean nothing for the score.
 */
final class Evidence {
  private final Account account;
  private final Elementwise elementwise;
  private final double[] arrived;
  private final float[] shares;

  /**
   * The evidence of a signal that arrives at a layer.
   *
   * @param relevance what arrived
   * @param account of its slot
   */
  Evidence(NativeTensor relevance, Account account, Elementwise elementwise) {
    this.account = account;
    this.elementwise = elementwise;
    arrived = new double[relevance.samples()];
    shares = new float[arrived.length];
    for (int image = 0; image < arrived.length; image++) {
      double evidence = account.evidence(image);
      arrived[image] =
          evidence == 0
              ? elementwise.size(relevance, image)
              : elementwise.sampledSize(relevance, image);
      boolean hasGrown = evidence > 0 && arrived[image] > evidence;
      shares[image] = hasGrown ? (float) (evidence / arrived[image]) : 1f;
    }
  }

  /** The share of each image's relevance that the evidence covers. */
  float[] shares() {
    return shares;
  }

  /** Notes the evidence of images for which this layer was the first, by what it hands on. */
  void note(NativeTensor handed) {
    for (int image = 0; image < arrived.length; image++) {
      if (account.evidence(image) == 0) {
        account.noteEvidence(image, Math.max(arrived[image], elementwise.size(handed, image)));
      }
    }
  }
}
