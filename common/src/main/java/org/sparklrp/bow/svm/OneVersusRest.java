package org.sparklrp.bow.svm;

import java.util.stream.IntStream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * Trains one support vector machine per class against all other classes, by LIBSVM, on all cores.
 */
public final class OneVersusRest {
  private static final double STOPPING_TOLERANCE = 1e-4;

  /** Of each machine in training; a row of a precomputed kernel is soon computed again. */
  private static final double CACHE_IN_MEGABYTES = 50;

  private OneVersusRest() {}

  /**
   * Trains on some of the images.
   *
   * @param kernel between all images
   * @param labels the class of every image, 0 to {@code classes - 1}
   * @param classes the number of classes; each needs at least one example among the images trained
   *     on, and one counterexample
   * @param images indices of the images to train on
   * @param cost LIBSVM's C, above 0
   * @throws IllegalArgumentException where a class has no example, or no counterexample
   */
  public static DualSolution train(
      KernelMatrix kernel, int[] labels, int classes, int[] images, double cost) {
    requireBothSides(labels, classes, images);
    svm.svm_set_print_string_function(text -> {});
    double[][] coefficients = new double[classes][kernel.size()];
    double[] bias = new double[classes];
    IntStream.range(0, classes)
        .parallel()
        .forEach(c -> bias[c] = train(kernel, labels, c, images, cost, coefficients[c]));
    return new DualSolution(coefficients, bias);
  }

  /** Before the cores share the classes: what a worker throws reaches the caller wrapped. */
  private static void requireBothSides(int[] labels, int classes, int[] images) {
    int[] examples = new int[classes];
    for (int image : images) {
      examples[labels[image]]++;
    }
    for (int c = 0; c < classes; c++) {
      if (examples[c] == 0 || examples[c] == images.length) {
        throw new IllegalArgumentException("Class " + c + " has no example or no counterexample");
      }
    }
  }

  /** Trains one class, enters its coefficients and returns its bias. */
  private static double train(
      KernelMatrix kernel, int[] labels, int c, int[] images, double cost, double[] coefficients) {
    svm_problem problem = new svm_problem();
    problem.l = images.length;
    problem.x = new svm_node[images.length][];
    problem.y = new double[images.length];
    for (int i = 0; i < images.length; i++) {
      problem.x[i] = kernel.row(images[i]);
      problem.y[i] = labels[images[i]] == c ? 1 : -1;
    }
    svm_model model = svm.svm_train(problem, parameters(cost));
    // LIBSVM's positive class is the one it met first.
    int sign = model.label[0];
    for (int i = 0; i < model.l; i++) {
      coefficients[images[model.sv_indices[i] - 1]] = sign * model.sv_coef[0][i];
    }
    return -sign * model.rho[0];
  }

  private static svm_parameter parameters(double cost) {
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.C_SVC;
    parameters.kernel_type = svm_parameter.PRECOMPUTED;
    parameters.C = cost;
    parameters.eps = STOPPING_TOLERANCE;
    parameters.cache_size = CACHE_IN_MEGABYTES;
    parameters.shrinking = 1;
    parameters.nr_weight = 0;
    parameters.weight_label = new int[0];
    parameters.weight = new double[0];
    return parameters;
  }
}
