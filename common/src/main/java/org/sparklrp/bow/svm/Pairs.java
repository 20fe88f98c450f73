package org.sparklrp.bow.svm;

/**
 * One machine for every pair of classes, as LIBSVM and scikit-learn's SVC train them. A machine of
 * classes i before j decides for i where f_ij = b_ij + sum_s a_ij,s K(x_s, x) is above 0, s the
 * support vectors of i and j; the class that most decide for is predicted, the first of equals.
 *
 * @param counts how many support vectors each class has; all of the first class come first
 * @param coefficients one row less than classes, a column per support vector: those of a vector of
 *     class o against the other classes in their order, so that class c is in row c, or in row c -
 *     1 where c comes after o
 * @param bias b_ij, in the order 01, 02, .., 12, ..
 */
public record Pairs(int[] counts, double[][] coefficients, double[] bias) {
  /** Checks that the parts fit together. */
  public Pairs {
    int classes = counts.length;
    int vectors = 0;
    for (int count : counts) {
      vectors += count;
    }
    if (classes < 2 || coefficients.length != classes - 1) {
      throw new IllegalArgumentException(
          coefficients.length + " rows of coefficients for pairs of " + classes + " classes");
    }
    for (double[] row : coefficients) {
      if (row.length != vectors) {
        throw new IllegalArgumentException(
            row.length + " coefficients where the classes have " + vectors + " support vectors");
      }
    }
    if (bias.length != classes * (classes - 1) / 2) {
      throw new IllegalArgumentException(
          "a bias of " + bias.length + " values for the pairs of " + classes + " classes");
    }
  }

  /** The number of classes. */
  public int classCount() {
    return counts.length;
  }

  /**
   * Coefficients and, as the last value, bias of f_c = 1 / (C - 1) sum_j f_cj for every class, with
   * f_cj = - f_jc: the mean of what the machines of c say for it.
   */
  double[][] means() {
    int classes = counts.length;
    int vectors = coefficients[0].length;
    double[][] means = new double[classes][vectors + 1];
    for (int first = 0, pair = 0; first < classes; first++) {
      for (int second = first + 1; second < classes; second++, pair++) {
        double[] machine = machine(first, second, bias[pair]);
        for (int s = 0; s <= vectors; s++) {
          means[first][s] += machine[s] / (classes - 1);
          means[second][s] -= machine[s] / (classes - 1);
        }
      }
    }
    return means;
  }

  /**
   * How many machines decide for each class.
   *
   * @param kernelValues K(x_s, x) of every support vector
   */
  double[] votes(double[] kernelValues) {
    int classes = counts.length;
    double[] votes = new double[classes];
    for (int first = 0, pair = 0; first < classes; first++) {
      for (int second = first + 1; second < classes; second++, pair++) {
        double[] machine = machine(first, second, bias[pair]);
        double decision = bias[pair];
        for (int s = 0; s < kernelValues.length; s++) {
          decision += machine[s] * kernelValues[s];
        }
        votes[decision > 0 ? first : second]++;
      }
    }
    return votes;
  }

  /** Coefficients of all support vectors for one pair, and its bias. */
  private double[] machine(int first, int second, double ofPair) {
    double[] machine = new double[coefficients[0].length + 1];
    int from = 0;
    for (int owner = 0; owner < counts.length; owner++) {
      int end = from + counts[owner];
      if (owner == first || owner == second) {
        double[] row = coefficients[owner == first ? second - 1 : first];
        System.arraycopy(row, from, machine, from, counts[owner]);
      }
      from = end;
    }
    machine[from] = ofPair;
    return machine;
  }
}
