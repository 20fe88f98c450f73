package org.sparklrp.audit.suspicion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.audit.spectral.SpectralClustering;

/**
 * The clusters of one class and how suspicious each is.
 *
 * <p>The finest level may have cut a group in pieces, as a mark with an object on its left and the
 * same with it on its right. So of several partitions the one is taken whose most suspicious
 * cluster is the most suspicious: the levels of the clustering, from the eigengap's down to
 * islands, and each of them with those clusters made one that look where a certain one looks, at
 * least half as much.
 *
 * @param clustering all levels; of no maps where all are zero
 * @param labels the cluster of each map, numbered from 0 by size; -1 for a map without relevance
 * @param figures per cluster
 * @param separation per cluster the share of its links to neighbours that stay inside
 */
public record ClassClusters(
    SpectralClustering clustering,
    int[] labels,
    List<ClusterFigures> figures,
    double[] separation) {
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
    double most = -1;
    int[] best = new int[0];
    List<ClusterFigures> figures = List.of();
    for (int[] partition : partitions(maps, known, clustering.levels(), foreign)) {
      List<ClusterFigures> own = figures(maps, known, partition, foreign);
      double suspicion = suspicion(own);
      if (suspicion > most) {
        most = suspicion;
        best = partition;
        figures = own;
      }
    }
    int[] labels = new int[maps.size()];
    Arrays.fill(labels, -1);
    for (int i = 0; i < known.length; i++) {
      labels[known[i]] = best[i];
    }
    return new ClassClusters(clustering, labels, figures, clustering.separation(best));
  }

  /** The levels, and each with clusters joined that look at one place. */
  private static List<int[]> partitions(
      ClassMaps maps, int[] known, List<int[]> levels, double[] foreign) {
    List<int[]> partitions = new ArrayList<>(levels);
    for (int[] level : levels) {
      List<ClusterFigures> figures = figures(maps, known, level, foreign);
      double[][] spread = spread(maps, known, level, figures.size(), foreign.length);
      for (int seed = 0; seed < figures.size(); seed++) {
        int[] joined = joined(level, seed, figures.get(seed), spread);
        if (joined.length > 0) {
          partitions.add(joined);
        }
      }
    }
    return partitions;
  }

  /** A level with the clusters joined that look where one does; none where no other looks there. */
  private static int[] joined(int[] level, int seed, ClusterFigures figures, double[][] spread) {
    int[] joined = level.clone();
    boolean[] isJoined = new boolean[spread.length];
    boolean any = false;
    for (int cluster = 0; cluster < spread.length; cluster++) {
      isJoined[cluster] =
          figures.region().share(spread[cluster]) >= figures.inside() / 2 || cluster == seed;
      any |= isJoined[cluster] && cluster != seed;
    }
    for (int i = 0; i < joined.length; i++) {
      joined[i] = isJoined[joined[i]] ? seed : joined[i];
    }
    return any ? SpectralClustering.bySize(joined) : new int[0];
  }

  /** Per cluster the sum of its maps' distributions over the cells. */
  private static double[][] spread(
      ClassMaps maps, int[] known, int[] labels, int clusters, int cells) {
    double[][] sums = new double[clusters][cells];
    for (int i = 0; i < known.length; i++) {
      double[] distribution = maps.distribution(known[i]);
      for (int cell = 0; cell < cells; cell++) {
        sums[labels[i]][cell] += distribution[cell];
      }
    }
    return sums;
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
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    double[][] sums = spread(maps, known, labels, clusters, foreign.length);
    int[] counts = new int[clusters];
    double[] all = new double[foreign.length];
    for (int label : labels) {
      counts[label]++;
    }
    for (double[] sum : sums) {
      for (int cell = 0; cell < all.length; cell++) {
        all[cell] += sum[cell];
      }
    }
    ClusterFigures[] figures = new ClusterFigures[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      double[] rest = all.clone();
      for (int cell = 0; cell < rest.length; cell++) {
        rest[cell] = Math.max(0, rest[cell] - sums[cluster][cell]);
      }
      figures[cluster] =
          ClusterFigures.of(
              counts[cluster], known.length, sums[cluster], rest, foreign, maps.grid());
    }
    return List.of(figures);
  }
}
