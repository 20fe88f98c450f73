package org.sparklrp.engine.ledger;

/**
 * The running ledger of one target slot: what the layers passed so far kept, per image of the
 * batch. Added in double precision.
 */
public final class Account {
  private final double[] bias;
  private final double[] stabilizer;
  private final double[] dead;
  private final double[] conditions;
  private final double[] owed;
  private final double[] largest;
  private final double[] evidence;

  public Account(int images) {
    bias = new double[images];
    stabilizer = new double[images];
    dead = new double[images];
    conditions = new double[images];
    owed = new double[images];
    largest = new double[images];
    evidence = new double[images];
  }

  public void absorbBias(int image, double relevance) {
    bias[image] += relevance;
  }

  public void absorbStabilizer(int image, double relevance) {
    stabilizer[image] += relevance;
  }

  public void absorbDead(int image, double relevance) {
    dead[image] += relevance;
  }

  public void absorbConditions(int image, double relevance) {
    conditions[image] += relevance;
  }

  /** Books relevance that no input can carry on, one sum per image. */
  public void absorbDead(double[] relevance) {
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

  /** What an image's relevance is large against, once a layer has noted it; 0 before. */
  public double evidence(int image) {
    return evidence[image];
  }

  /** Notes what an image's relevance is large against on its further way. */
  public void noteEvidence(int image, double size) {
    evidence[image] = size;
  }

  /** Notes the size of an image's relevance on its way. */
  void noteSize(int image, double size) {
    largest[image] = Math.max(largest[image], size);
  }

  /** The largest size of an image's relevance that was noted: what rounding is a share of. */
  double largest(int image) {
    return largest[image];
  }

  /** All that was kept of an image's score so far. */
  public double total(int image) {
    return bias[image] + stabilizer[image] + dead[image] + conditions[image];
  }

  public double bias(int image) {
    return bias[image];
  }

  public double stabilizer(int image) {
    return stabilizer[image];
  }

  public double dead(int image) {
    return dead[image];
  }

  public double conditions(int image) {
    return conditions[image];
  }

  public int images() {
    return bias.length;
  }
}
