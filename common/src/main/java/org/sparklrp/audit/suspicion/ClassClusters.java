package org.sparklrp.audit.suspicion;

import java.util.List;
import org.sparklrp.audit.spectral.SpectralClustering;

/**
 * The clusters of one class and how suspicious each is.
 *
 * <p>Of the levels of a clustering, from the eigengap's down to islands, the one is taken whose
 * most suspicious cluster is the most suspicious: the finest level may have cut a group in pieces,
 * as a mark with an object on its left and the same with it on its right.
 *
 * @param clustering all levels; of no maps where all are zero
 * @param labels the cluster of each map, numbered from 0 by size; -1 for a map without relevance
 * @param figures per cluster
 * @param stays per cluster the share of its links to neighbours that stay inside
 */
public record ClassClusters(
    SpectralClustering clustering, int[] labels, List<ClusterFigures> figures, double[] stays) {
  /** Copies the list. */
  public ClassClusters {
    figures = List.copyOf(figures);
  }

  /**
   * Clusters the maps of a class.
   *
   * @param maps what is clustered, and where relevance lies
   * @param settings of the clustering
   * @param foreign the mean distribution of positive relevance in other classes
   */
  public static ClassClusters of(
      ClassMaps maps, SpectralClustering.Settings settings, double[] foreign) {
    int[] known = maps.withRelevance();
    float[][] vectors = new float[known.length][];
    for (int i = 0; i < known.length; i++) {
      vectors[i] = maps.directions()[known[i]];
    }
    SpectralClustering clustering = SpectralClustering.of(vectors, settings);
    int best = 0;
    double most = -1;
    List<ClusterFigures> figures = List.of();
    for (int level = 0; level < clustering.levels().size(); level++) {
      List<ClusterFigures> own = figures(maps, known, clustering.levels().get(level), foreign);
      double suspicion = suspicion(own);
      if (suspicion > most) {
        most = suspicion;
        best = level;
        figures = own;
      }
    }
    int[] labels = new int[maps.size()];
    java.util.Arrays.fill(labels, -1);
    for (int i = 0; i < known.length; i++) {
      labels[known[i]] = clustering.levels().get(best)[i];
    }
    return new ClassClusters(clustering, labels, figures, clustering.stays().get(best));
  }

  /** The suspicion of a class: that of its most suspicious cluster. */
  public double suspicion() {
    return suspicion(figures);
  }

  private static double suspicion(List<ClusterFigures> figures) {
    return figures.stream().mapToDouble(ClusterFigures::suspicion).max().orElse(0);
  }

  private static List<ClusterFigures> figures(
      ClassMaps maps, int[] known, int[] labels, double[] foreign) {
    int clusters = java.util.Arrays.stream(labels).max().orElse(-1) + 1;
    double[][] sums = new double[clusters][foreign.length];
    int[] counts = new int[clusters];
    double[] all = new double[foreign.length];
    for (int i = 0; i < known.length; i++) {
      double[] distribution = maps.distribution(known[i]);
      counts[labels[i]]++;
      for (int cell = 0; cell < all.length; cell++) {
        sums[labels[i]][cell] += distribution[cell];
        all[cell] += distribution[cell];
      }
    }
    ClusterFigures[] figures = new ClusterFigures[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      double[] rest = all.clone();
      for (int cell = 0; cell < rest.length; cell++) {
        rest[cell] -= sums[cluster][cell];
      }
      figures[cluster] =
          ClusterFigures.of(
              counts[cluster], known.length, sums[cluster], rest, foreign, maps.grid());
    }
    return List.of(figures);
  }
}
