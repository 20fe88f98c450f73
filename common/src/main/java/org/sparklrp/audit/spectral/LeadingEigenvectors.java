package org.sparklrp.audit.spectral;

import dev.ludovic.netlib.arpack.ARPACK;
import dev.ludovic.netlib.arpack.JavaARPACK;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.netlib.util.doubleW;
import org.netlib.util.intW;

/**
 * The algebraically largest eigenvalues of a symmetric graph and their eigenvectors: ARPACK's
 * implicitly restarted Lanczos method in its Java form, which gives the same on every machine, and
 * a dense decomposition for small graphs. The largest in magnitude would mix in those near -1, of
 * parts that are nearly bipartite.
 *
 * @param values the eigenvalues, descending
 * @param vectors their eigenvectors of length 1, each with its largest component positive
 */
record LeadingEigenvectors(double[] values, double[][] vectors) {
  private static final int DENSE = 80;
  private static final int MOST_RESTARTS = 3000;
  private static final double TOLERANCE = 1e-9;
  private static final long SEED = 25;
  private static final Logger LOADER =
      Logger.getLogger("dev.ludovic.netlib.arpack.InstanceBuilder");

  /** Of a graph of one part; at most as many as it has vectors. */
  static LeadingEigenvectors of(NeighbourGraph graph, int count) {
    int wanted = Math.min(count, graph.size());
    LeadingEigenvectors found =
        graph.size() <= Math.max(DENSE, 2 * wanted + 2)
            ? dense(graph, wanted)
            : sparse(graph, wanted);
    for (double[] vector : found.vectors) {
      turn(vector);
    }
    return found;
  }

  private static LeadingEigenvectors dense(NeighbourGraph graph, int wanted) {
    int n = graph.size();
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int link = graph.starts()[i]; link < graph.starts()[i + 1]; link++) {
        matrix.set(i, graph.columns()[link], graph.weights()[link]);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(matrix)) {
      throw new IllegalStateException("No eigenvalues of a symmetric matrix of " + n + " rows");
    }
    double[] all =
        IntStream.range(0, n).mapToDouble(i -> eigen.getEigenvalue(i).getReal()).toArray();
    int[] order = descending(all, wanted);
    double[][] vectors = new double[wanted][];
    for (int i = 0; i < wanted; i++) {
      vectors[i] = eigen.getEigenVector(order[i]).getData().clone();
    }
    return new LeadingEigenvectors(
        Arrays.stream(order).mapToDouble(i -> all[i]).toArray(), vectors);
  }

  /**
   * One at a time in a JVM: ARPACK's Java form keeps what Fortran saves between calls in static
   * fields.
   */
  private static synchronized LeadingEigenvectors sparse(NeighbourGraph graph, int wanted) {
    // Else it is a warning that the native form, which is not asked for, is not installed.
    LOADER.setLevel(Level.OFF);
    ARPACK arpack = JavaARPACK.getInstance();
    int n = graph.size();
    int basis = Math.min(n, Math.max(2 * wanted + 1, 20));
    double[] residual = new SplittableRandom(SEED).doubles(n, 0.5, 1).toArray();
    double[] lanczos = new double[n * basis];
    double[] work = new double[3 * n];
    double[] small = new double[basis * (basis + 8)];
    int[] parameters = new int[11];
    int[] pointers = new int[11];
    // Exact shifts, the number of restarts, and an ordinary eigenvalue problem.
    parameters[0] = 1;
    parameters[2] = MOST_RESTARTS;
    parameters[6] = 1;
    intW step = new intW(0);
    intW info = new intW(1);
    doubleW tolerance = new doubleW(TOLERANCE);
    intW count = new intW(wanted);
    do {
      arpack.dsaupd(
          step,
          "I",
          n,
          "LA",
          wanted,
          tolerance,
          residual,
          basis,
          lanczos,
          n,
          parameters,
          pointers,
          work,
          small,
          small.length,
          info);
      if (step.val == 1 || step.val == -1) {
        graph.multiply(work, pointers[0] - 1, work, pointers[1] - 1);
      }
    } while (step.val == 1 || step.val == -1);
    if (info.val < 0) {
      throw new IllegalStateException("ARPACK's dsaupd ended with " + info.val);
    }
    double[] values = new double[wanted];
    double[] vectors = new double[n * basis];
    arpack.dseupd(
        true,
        "A",
        new boolean[basis],
        values,
        vectors,
        n,
        0,
        "I",
        n,
        "LA",
        count,
        TOLERANCE,
        residual,
        basis,
        lanczos,
        n,
        parameters,
        pointers,
        work,
        small,
        small.length,
        info);
    if (info.val != 0) {
      throw new IllegalStateException("ARPACK's dseupd ended with " + info.val);
    }
    int converged = Math.min(wanted, parameters[4]);
    int[] order = descending(Arrays.copyOf(values, converged), converged);
    double[][] ordered = new double[converged][];
    for (int i = 0; i < converged; i++) {
      ordered[i] = Arrays.copyOfRange(vectors, order[i] * n, (order[i] + 1) * n);
    }
    return new LeadingEigenvectors(
        Arrays.stream(order).mapToDouble(i -> values[i]).toArray(), ordered);
  }

  private static int[] descending(double[] values, int wanted) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
        .limit(wanted)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void turn(double[] vector) {
    int largest = 0;
    for (int i = 0; i < vector.length; i++) {
      // A margin, so that rounding does not choose between components of one size.
      if (Math.abs(vector[i]) > Math.abs(vector[largest]) + 1e-6) {
        largest = i;
      }
    }
    if (vector.length > 0 && vector[largest] < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
  }
}
