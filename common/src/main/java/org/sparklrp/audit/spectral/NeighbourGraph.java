package org.sparklrp.audit.spectral;

import java.util.Arrays;

/**
 * The symmetric graph of nearest neighbours, {@code A = (B + B^T) / 2} with B one where j is among
 * the neighbours of i, in compressed rows.
 *
 * @param starts n + 1 offsets into the other two
 * @param columns the linked vectors of each, ascending
 * @param weights of the links: 1 where both name each other, else 1/2
 */
record NeighbourGraph(int[] starts, int[] columns, double[] weights) {
  private static final double ONE_WAY = 0.5;

  static NeighbourGraph of(int[][] neighbours) {
    int n = neighbours.length;
    int[] counts = new int[n];
    for (int i = 0; i < n; i++) {
      counts[i] += neighbours[i].length;
      for (int j : neighbours[i]) {
        counts[j]++;
      }
    }
    int[][] links = new int[n][];
    for (int i = 0; i < n; i++) {
      links[i] = new int[counts[i]];
      counts[i] = 0;
    }
    for (int i = 0; i < n; i++) {
      for (int j : neighbours[i]) {
        links[i][counts[i]++] = j;
        links[j][counts[j]++] = i;
      }
    }
    int[] starts = new int[n + 1];
    int[] columns = new int[Arrays.stream(counts).sum()];
    double[] weights = new double[columns.length];
    int end = 0;
    for (int i = 0; i < n; i++) {
      Arrays.sort(links[i]);
      for (int link = 0; link < links[i].length; link++) {
        if (link > 0 && links[i][link] == links[i][link - 1]) {
          weights[end - 1] += ONE_WAY;
        } else {
          columns[end] = links[i][link];
          weights[end++] = ONE_WAY;
        }
      }
      starts[i + 1] = end;
    }
    return new NeighbourGraph(starts, Arrays.copyOf(columns, end), Arrays.copyOf(weights, end));
  }

  int size() {
    return starts.length - 1;
  }

  /** The sum of a vector's links. */
  double degree(int i) {
    double sum = 0;
    for (int link = starts[i]; link < starts[i + 1]; link++) {
      sum += weights[link];
    }
    return sum;
  }

  /** The connected part of each vector, numbered from 0 in the order of their first vectors. */
  int[] parts() {
    int[] part = new int[size()];
    Arrays.fill(part, -1);
    int[] open = new int[size()];
    int parts = 0;
    for (int first = 0; first < size(); first++) {
      if (part[first] < 0) {
        int end = 0;
        open[end++] = first;
        part[first] = parts;
        while (end > 0) {
          int i = open[--end];
          for (int link = starts[i]; link < starts[i + 1]; link++) {
            if (part[columns[link]] < 0) {
              part[columns[link]] = parts;
              open[end++] = columns[link];
            }
          }
        }
        parts++;
      }
    }
    return part;
  }

  /** The links among some vectors that have none to others; ascending. */
  NeighbourGraph among(int[] members) {
    int[] place = new int[size()];
    for (int i = 0; i < members.length; i++) {
      place[members[i]] = i;
    }
    int[] ownStarts = new int[members.length + 1];
    int[] ownColumns = new int[columns.length];
    double[] ownWeights = new double[columns.length];
    int end = 0;
    for (int i = 0; i < members.length; i++) {
      for (int link = starts[members[i]]; link < starts[members[i] + 1]; link++) {
        ownColumns[end] = place[columns[link]];
        ownWeights[end++] = weights[link];
      }
      ownStarts[i + 1] = end;
    }
    return new NeighbourGraph(
        ownStarts, Arrays.copyOf(ownColumns, end), Arrays.copyOf(ownWeights, end));
  }

  /** {@code D^-1/2 A D^-1/2}, D the degrees: eigenvalues -1 to 1, the largest 1. */
  NeighbourGraph normalised() {
    double[] scale = new double[size()];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = 1 / Math.sqrt(degree(i));
    }
    double[] scaled = new double[weights.length];
    for (int i = 0; i < size(); i++) {
      for (int link = starts[i]; link < starts[i + 1]; link++) {
        scaled[link] = weights[link] * scale[i] * scale[columns[link]];
      }
    }
    return new NeighbourGraph(starts, columns, scaled);
  }

  /** {@code to = A from}, each a part of an array. */
  void multiply(double[] from, int fromOffset, double[] to, int toOffset) {
    for (int i = 0; i < size(); i++) {
      double sum = 0;
      for (int link = starts[i]; link < starts[i + 1]; link++) {
        sum += weights[link] * from[fromOffset + columns[link]];
      }
      to[toOffset + i] = sum;
    }
  }
}
