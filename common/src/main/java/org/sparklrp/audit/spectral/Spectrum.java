package org.sparklrp.audit.spectral;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The smallest eigenvalues of the normalised Laplacian {@code I - D^-1/2 A D^-1/2} of a graph.
 *
 * <p>Found part by part: the spectrum of a graph is that of its connected parts taken together, and
 * within a part the eigenvalue 0 is simple. A Lanczos method on the whole could miss copies of it.
 */
final class Spectrum {
  private final int vectors;
  private final List<Pair> pairs;

  /** An eigenvalue, the part of the graph it belongs to, and its eigenvector there. */
  private record Pair(double value, int[] members, double[] vector) {}

  private Spectrum(int vectors, List<Pair> pairs) {
    this.vectors = vectors;
    this.pairs = pairs;
  }

  /**
   * Finds them.
   *
   * @param graph not normalised
   * @param count how many; fewer where the graph is small
   */
  static Spectrum of(NeighbourGraph graph, int count) {
    int[] part = graph.parts();
    int parts = IntStream.of(part).max().orElse(-1) + 1;
    List<Pair> pairs = new ArrayList<>();
    for (int each = 0; each < parts; each++) {
      int current = each;
      int[] members = IntStream.range(0, part.length).filter(i -> part[i] == current).toArray();
      LeadingEigenvectors leading =
          LeadingEigenvectors.of(graph.among(members).normalised(), count);
      for (int i = 0; i < leading.values().length; i++) {
        double value = Math.max(0, 1 - leading.values()[i]);
        pairs.add(new Pair(i == 0 ? 0 : value, members, leading.vectors()[i]));
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::value));
    // Each part keeps its 0, however many parts there are.
    return new Spectrum(
        part.length, List.copyOf(pairs.subList(0, Math.min(pairs.size(), Math.max(parts, count)))));
  }

  /** The eigenvalues, ascending. */
  double[] values() {
    return pairs.stream().mapToDouble(Pair::value).toArray();
  }

  /** How many eigenvalues are 0: the connected parts. */
  int parts() {
    return (int) pairs.stream().filter(pair -> pair.value() == 0).count();
  }

  /** Per vector its components in the first eigenvectors, scaled to length 1. */
  double[][] embedding(int dimensions) {
    double[][] rows = new double[vectors][dimensions];
    for (int axis = 0; axis < Math.min(dimensions, pairs.size()); axis++) {
      Pair pair = pairs.get(axis);
      for (int i = 0; i < pair.members().length; i++) {
        rows[pair.members()[i]][axis] = pair.vector()[i];
      }
    }
    for (double[] row : rows) {
      double squares = 0;
      for (double value : row) {
        squares += value * value;
      }
      for (int axis = 0; axis < dimensions && squares > 0; axis++) {
        row[axis] /= Math.sqrt(squares);
      }
    }
    return rows;
  }
}
