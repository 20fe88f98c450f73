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
    Spreads spreads = Spreads.of(maps, known, foreign);
    double most = -1;
    Partition best = new Partition(new int[0], new double[0][], List.of());
    for (Partition partition : partitions(spreads, clustering.levels())) {
      double suspicion = suspicion(partition.figures());
      if (suspicion > most) {
        most = suspicion;
        best = partition;
      }
    }
    int[] labels = new int[maps.size()];
    Arrays.fill(labels, -1);
    for (int i = 0; i < known.length; i++) {
      labels[known[i]] = best.labels()[i];
    }
    return new ClassClusters(
        clustering, labels, best.figures(), clustering.separation(best.labels()));
  }

  /**
   * Where the maps of a class have their positive relevance.
   *
   * @param grid the side in cells
   * @param each the distribution over the cells of each map
   * @param foreign that of other classes
   */
  private record Spreads(int grid, double[][] each, double[] foreign) {
    static Spreads of(ClassMaps maps, int[] known, double[] foreign) {
      return new Spreads(
          maps.grid(),
          Arrays.stream(known).mapToObj(maps::distribution).toArray(double[][]::new),
          foreign);
    }
  }

  /**
   * A way to divide the maps.
   *
   * @param labels the cluster of each
   * @param spread per cluster the sum of its maps' distributions
   * @param figures per cluster
   */
  private record Partition(int[] labels, double[][] spread, List<ClusterFigures> figures) {}

  /** The levels, and each with clusters joined that look at one place. */
  private static List<Partition> partitions(Spreads spreads, List<int[]> levels) {
    List<Partition> partitions = new ArrayList<>();
    for (int[] level : levels) {
      partitions.add(partition(spreads, level));
    }
    for (Partition level : List.copyOf(partitions)) {
      for (int seed = 0; seed < level.figures().size(); seed++) {
        int[] joined = joined(level.labels(), seed, level.figures().get(seed), level.spread());
        if (joined.length > 0) {
          partitions.add(partition(spreads, joined));
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

  /** The suspicion of a class: that of its most suspicious cluster. */
  public double suspicion() {
    return suspicion(figures);
  }

  private static double suspicion(List<ClusterFigures> figures) {
    return figures.stream().mapToDouble(ClusterFigures::suspicion).max().orElse(0);
  }

  private static Partition partition(Spreads spreads, int[] labels) {
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    int cells = spreads.foreign().length;
    double[][] sums = new double[clusters][cells];
    int[] counts = new int[clusters];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]]++;
      for (int cell = 0; cell < cells; cell++) {
        sums[labels[i]][cell] += spreads.each()[i][cell];
      }
    }
    double[] all = new double[cells];
    for (double[] sum : sums) {
      for (int cell = 0; cell < cells; cell++) {
        all[cell] += sum[cell];
      }
    }
    ClusterFigures[] figures = new ClusterFigures[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      double[] rest = all.clone();
      for (int cell = 0; cell < cells; cell++) {
        rest[cell] = Math.max(0, rest[cell] - sums[cluster][cell]);
      }
      figures[cluster] =
          ClusterFigures.of(
              counts[cluster],
              labels.length,
              sums[cluster],
              rest,
              spreads.foreign(),
              spreads.grid());
    }
    return new Partition(labels, sums, List.of(figures));
  }
}
