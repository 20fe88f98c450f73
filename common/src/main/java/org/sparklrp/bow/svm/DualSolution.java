package org.sparklrp.bow.svm;

/**
 * What training finds: dual coefficients over all training images, and biases.
 *
 * @param coefficients a_ci, one row per class, zero where an image does not support the class
 * @param bias b_c, one per class
 */
public record DualSolution(double[][] coefficients, double[] bias) {

  /** f_c of one of the images of a kernel matrix, for every class. */
  public double[] decide(KernelMatrix kernel, int image) {
    double[] decisions = bias.clone();
    for (int c = 0; c < decisions.length; c++) {
      double sum = 0;
      for (int i = 0; i < coefficients[c].length; i++) {
        if (coefficients[c][i] != 0) {
          sum += coefficients[c][i] * kernel.value(i, image);
        }
      }
      decisions[c] += sum;
    }
    return decisions;
  }
}
