package org.sparklrp.bow.svm;

import java.util.List;
import java.util.stream.IntStream;
import libsvm.svm_node;
import org.sparklrp.bow.kernel.Columns;

/**
 * The kernel between all pairs of training images, in the form LIBSVM takes precomputed kernels.
 * Subsets of rows share it, so that folds and classes cost no copies.
 */
public final class KernelMatrix {
  private final svm_node[][] rows;

  private KernelMatrix(svm_node[][] rows) {
    this.rows = rows;
  }

  /** A matrix given by its values, symmetric. */
  public static KernelMatrix ofValues(double[][] values) {
    svm_node[][] rows = new svm_node[values.length][values.length + 1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = node(i + 1);
      for (int j = 0; j <= i; j++) {
        svm_node shared = node(values[i][j]);
        rows[i][j + 1] = shared;
        rows[j][i + 1] = shared;
      }
    }
    return new KernelMatrix(rows);
  }

  /**
   * sum_u beta_u K_u(x_i^u, x_j^u) for all pairs, computed on all cores.
   *
   * @param kernels beta_u and K_u of every channel
   * @param vectors the images' vectors, per channel
   */
  public static double[][] values(List<ChannelKernel> kernels, List<Columns> vectors) {
    int count = vectors.get(0).count();
    double[][] values = new double[count][count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              for (int channel = 0; channel < kernels.size(); channel++) {
                ChannelKernel kernel = kernels.get(channel);
                Columns columns = vectors.get(channel);
                kernel.kernel().addValues(columns.row(i), columns, kernel.weight(), values[i]);
              }
            });
    return values;
  }

  /** n. */
  public int size() {
    return rows.length;
  }

  /** K between two training images. */
  public double value(int i, int j) {
    return rows[i][j + 1].value;
  }

  /** The rows LIBSVM trains on; shared: read only. */
  svm_node[] row(int index) {
    return rows[index];
  }

  private static svm_node node(double value) {
    svm_node node = new svm_node();
    node.value = value;
    return node;
  }
}
