package org.sparklrp.audit.spectral;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From fine clusters to coarse ones: merges the two whose common links are the largest share of the
 * smaller one's, until none are linked.
 */
final class Merging {
  private final List<int[]> levels = new ArrayList<>();

  Merging(NeighbourGraph graph, int[] finest) {
    int[] labels = finest;
    boolean merged = true;
    while (merged) {
      double[][] links = links(graph, labels);
      levels.add(labels);
      int[] next = merged(labels, links);
      merged = next.length > 0;
      labels = next;
    }
  }

  /** The labels of each level, the finest first. */
  List<int[]> levels() {
    return levels;
  }

  /** The weight of the links between each two clusters, and inside each. */
  private static double[][] links(NeighbourGraph graph, int[] labels) {
    int k = Arrays.stream(labels).max().orElse(0) + 1;
    double[][] links = new double[k][k];
    for (int i = 0; i < graph.size(); i++) {
      for (int link = graph.starts()[i]; link < graph.starts()[i + 1]; link++) {
        links[labels[i]][labels[graph.columns()[link]]] += graph.weights()[link];
      }
    }
    return links;
  }

  /** Labels with one cluster fewer; none where no two clusters are linked. */
  private static int[] merged(int[] labels, double[][] links) {
    double strongest = 0;
    int from = -1;
    int into = -1;
    for (int a = 0; a < links.length; a++) {
      for (int b = 0; b < a; b++) {
        double smaller = Math.min(Arrays.stream(links[a]).sum(), Arrays.stream(links[b]).sum());
        double share = links[a][b] / smaller;
        if (share > strongest + 1e-12) {
          strongest = share;
          from = a;
          into = b;
        }
      }
    }
    if (from < 0) {
      return new int[0];
    }
    int[] merged = labels.clone();
    for (int i = 0; i < merged.length; i++) {
      merged[i] = merged[i] == from ? into : merged[i];
    }
    return KMeans.bySize(merged);
  }
}
