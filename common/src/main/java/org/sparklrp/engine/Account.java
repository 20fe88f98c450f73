package org.sparklrp.engine;

/**
 * The running ledger of one target slot: what the layers passed so far kept, per image of the
 * batch. Added in double precision.
 */
final class Account {
  private final double[] bias;
  private final double[] stabilizer;
  private final double[] dead;

  Account(int images) {
    bias = new double[images];
    stabilizer = new double[images];
    dead = new double[images];
  }

  void absorbBias(int image, double relevance) {
    bias[image] += relevance;
  }

  void absorbStabilizer(int image, double relevance) {
    stabilizer[image] += relevance;
  }

  void absorbDead(int image, double relevance) {
    dead[image] += relevance;
  }

  double bias(int image) {
    return bias[image];
  }

  double stabilizer(int image) {
    return stabilizer[image];
  }

  double dead(int image) {
    return dead[image];
  }
}
