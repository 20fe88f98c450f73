package org.sparklrp.bow.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.CrossValidation;
import org.sparklrp.bow.svm.DualSolution;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.svm.KernelMatrix;
import org.sparklrp.bow.svm.OneVersusRest;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

/**
 * Trains the classifier of a Bag-of-Words model: chooses gammas and channel weights, computes the
 * kernel between all training images, chooses the cost by cross-validation and trains one machine
 * per class.
 */
public final class MachineTraining {
  private static final int IMAGES_FOR_DISTANCES = 256;

  private MachineTraining() {}

  /**
   * What training found.
   *
   * @param machine the classifier, over its support vectors only
   * @param chosen the cost it was trained with
   * @param trials all costs tried
   */
  public record Result(
      KernelMachine machine, CrossValidation.Trial chosen, List<CrossValidation.Trial> trials) {}

  /**
   * Trains.
   *
   * @param plans the channels
   * @param vectors the images' vectors, per channel
   * @param labels the class of every image
   * @param progress told of each step as it is done
   * @throws UserException when a class has fewer than two examples, or there is only one class
   */
  public static Result train(
      List<ChannelPlan> plans,
      List<Columns> vectors,
      int[] labels,
      ClassNames classes,
      TrainingSettings settings,
      Consumer<String> progress) {
    requireExamples(labels, classes);
    List<ChannelKernel> kernels = new ArrayList<>();
    for (int u = 0; u < plans.size(); u++) {
      kernels.add(kernel(plans.get(u), vectors.get(u)));
    }
    KernelMatrix matrix = KernelMatrix.ofValues(KernelMatrix.values(kernels, vectors));
    progress.accept(
        String.format(Locale.ROOT, "Computed the kernel between %d images", labels.length));
    CrossValidation folds =
        CrossValidation.deal(
            labels, classes.size(), folds(labels, classes, settings), settings.seed());
    List<CrossValidation.Trial> trials = new ArrayList<>();
    for (double cost : settings.costs()) {
      CrossValidation.Trial trial = folds.trial(matrix, labels, classes.size(), cost);
      progress.accept(
          String.format(
              Locale.ROOT,
              "C = %s: %.1f %% of the images left out are classified correctly",
              cost,
              100 * trial.accuracy()));
      trials.add(trial);
    }
    CrossValidation.Trial chosen = CrossValidation.best(trials);
    int[] all = IntStream.range(0, labels.length).toArray();
    DualSolution solution = OneVersusRest.train(matrix, labels, classes.size(), all, chosen.cost());
    KernelMachine machine = supported(kernels, vectors, solution);
    progress.accept(
        String.format(
            Locale.ROOT,
            "Trained %d classes on %d support vectors",
            classes.size(),
            machine.supportCount()));
    return new Result(machine, chosen, trials);
  }

  private static void requireExamples(int[] labels, ClassNames classes) {
    if (classes.size() < 2) {
      throw new UserException(
          "Cannot train a classifier: there is one class (%s); give images of at least two classes"
              .formatted(String.join(", ", classes.names())));
    }
    int[] counts = counts(labels, classes);
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] < 2) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot train class %s: it has too few usable training images (%d); give it at least 2 or leave the class out",
                classes.name(c),
                counts[c]));
      }
    }
  }

  /** As many folds as wished, but no more than the smallest class has examples. */
  private static int folds(int[] labels, ClassNames classes, TrainingSettings settings) {
    int smallest = Arrays.stream(counts(labels, classes)).min().orElseThrow();
    return Math.min(settings.folds(), smallest);
  }

  private static int[] counts(int[] labels, ClassNames classes) {
    int[] counts = new int[classes.size()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  private static ChannelKernel kernel(ChannelPlan plan, Columns vectors) {
    SvmKernel kernel = plan.kernel(unit -> 1 / meanDistance(unit, vectors));
    double weight = plan.weight();
    if (Double.isNaN(weight)) {
      double mean = meanOfItself(kernel, vectors);
      weight = mean > 0 ? 1 / mean : 1;
    }
    return new ChannelKernel(weight, kernel);
  }

  /** The mean distance between pairs of vectors, some hundred of them at most. */
  private static double meanDistance(ExponentialKernel kernel, Columns vectors) {
    int step = Math.max(1, vectors.count() / IMAGES_FOR_DISTANCES);
    double sum = 0;
    long pairs = 0;
    for (int i = 0; i < vectors.count(); i += step) {
      for (double distance : kernel.distances(vectors.row(i), vectors)) {
        sum += distance;
      }
      pairs += vectors.count() - 1;
    }
    double mean = pairs > 0 ? sum / pairs : 0;
    return mean > 0 ? mean : 1;
  }

  private static double meanOfItself(SvmKernel kernel, Columns vectors) {
    double sum = 0;
    for (int i = 0; i < vectors.count(); i++) {
      double[] row = vectors.row(i);
      sum += kernel.value(row, row);
    }
    return sum / vectors.count();
  }

  private static KernelMachine supported(
      List<ChannelKernel> kernels, List<Columns> vectors, DualSolution solution) {
    double[][] coefficients = solution.coefficients();
    int[] support =
        IntStream.range(0, coefficients[0].length)
            .filter(i -> Arrays.stream(coefficients).anyMatch(row -> row[i] != 0))
            .toArray();
    double[][] kept = new double[coefficients.length][];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = picked(coefficients[c], support);
    }
    List<Columns> supportVectors = new ArrayList<>();
    for (Columns channel : vectors) {
      double[][] columns = new double[channel.dimension()][];
      for (int d = 0; d < columns.length; d++) {
        columns[d] = picked(channel.values()[d], support);
      }
      supportVectors.add(new Columns(support.length, columns));
    }
    return new KernelMachine(kernels, supportVectors, kept, solution.bias());
  }

  private static double[] picked(double[] values, int[] indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }
}
