package org.sparklrp.engine;

/**
 * The running ledger of one target slot: what the layers passed so far kept, per image of the
 * batch. Added in double precision.
 */
final class Account {
  private final double[] bias;
  private final double[] stabilizer;
  private final double[] dead;
  private final double[] conditions;
  private final double[] owed;
  private final boolean[] settled;

  Account(int images) {
    bias = new double[images];
    stabilizer = new double[images];
    dead = new double[images];
    conditions = new double[images];
    owed = new double[images];
    settled = new boolean[images];
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

  void absorbConditions(int image, double relevance) {
    conditions[image] += relevance;
  }

  /** Books relevance that no input can carry on, one sum per image. */
  void absorbDead(double[] relevance) {
    for (int image = 0; image < relevance.length; image++) {
      dead[image] += relevance[image];
    }
  }

  /** What rounding took from an image's relevance and the next layers are to return. */
  double owed(int image) {
    return owed[image];
  }

  void owe(int image, double relevance) {
    owed[image] = relevance;
  }

  /** Whether rounding was returned to an image at the layer before. */
  boolean isSettled(int image) {
    return settled[image];
  }

  void settled(int image, boolean atThisLayer) {
    settled[image] = atThisLayer;
  }

  /** All that was kept of an image's score so far. */
  double total(int image) {
    return bias[image] + stabilizer[image] + dead[image] + conditions[image];
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

  double conditions(int image) {
    return conditions[image];
  }

  int images() {
    return bias.length;
  }
}
