package org.sparklrp.audit.spectral;

import java.util.Arrays;
import java.util.List;

/**
 * Groups relevance maps that look alike: spectral relevance analysis (Lapuschkin et al. 2019, with
 * the normalised cut of Shi and Malik 2000 and the rows of Ng, Jordan and Weiss 2002).
 *
 * <p>Nearest neighbours, the normalised Laplacian of their graph, its smallest eigenvalues, and
 * k-means on the rows of its eigenvectors. The number of clusters is where the eigenvalues leave
 * the largest gap; parts of the graph without a link to the rest, islands, are clusters of their
 * own. That is the finest of several {@link #levels}: the others follow by merging, one by one, the
 * two clusters with the largest share of common links.
 *
 * @param neighbours of each vector
 * @param eigenvalues of the Laplacian, ascending from 0
 * @param eigengap the number of clusters of the finest level
 * @param embedding per vector its spectral coordinates, {@code eigengap} of them
 * @param levels the cluster of each vector, numbered by size from 0; every level has one cluster
 *     fewer than the one before it
 */
public record SpectralClustering(
    Neighbours neighbours,
    double[] eigenvalues,
    int eigengap,
    double[][] embedding,
    List<int[]> levels) {
  /** Beyond the islands, the eigengap is looked for among so many eigenvalues. */
  private static final int MOST_CLUSTERS = 8;

  /** Copies the lists. */
  public SpectralClustering {
    levels = List.copyOf(levels);
  }

  /**
   * What decides a clustering.
   *
   * @param neighbours of each vector
   * @param eigenvalues that are computed, at least 2
   * @param seed of k-means
   */
  public record Settings(int neighbours, int eigenvalues, long seed) {}

  /**
   * Clusters vectors of length 1.
   *
   * @param vectors at least one
   */
  public static SpectralClustering of(float[][] vectors, Settings settings) {
    Neighbours neighbours = Neighbours.of(vectors, settings.neighbours());
    NeighbourGraph graph = NeighbourGraph.of(neighbours.indices());
    Spectrum spectrum = Spectrum.of(graph, settings.eigenvalues());
    double[] values = spectrum.values();
    int k = eigengap(values, spectrum.parts());
    double[][] embedding = spectrum.embedding(k);
    int[] finest = KMeans.clusters(embedding, k, settings.seed());
    return new SpectralClustering(
        neighbours, values, k, embedding, new Merging(graph, finest).levels());
  }

  /** The number of clusters behind which the eigenvalues jump the most, at least the islands. */
  static int eigengap(double[] ascending, int parts) {
    int best = Math.max(1, parts);
    double widest = 0;
    for (int k = best; k < ascending.length && k <= parts + MOST_CLUSTERS; k++) {
      double gap = ascending[k] - ascending[k - 1];
      if (gap > widest + 1e-9) {
        widest = gap;
        best = k;
      }
    }
    return best;
  }

  /** Labels renumbered by size, the largest cluster 0; of equals the one that comes first. */
  public static int[] bySize(int[] labels) {
    return KMeans.bySize(labels);
  }

  /**
   * Per cluster the share of its links to neighbours that stay inside.
   *
   * @param labels the cluster of each vector, numbered from 0
   */
  public double[] separation(int[] labels) {
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    double[] inside = new double[clusters];
    double[] all = new double[clusters];
    for (int i = 0; i < labels.length; i++) {
      for (int j : neighbours.indices()[i]) {
        all[labels[i]]++;
        inside[labels[i]] += labels[i] == labels[j] ? 1 : 0;
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      inside[cluster] = all[cluster] > 0 ? inside[cluster] / all[cluster] : 1;
    }
    return inside;
  }

  /** How far the eigenvalues jump behind the clusters of the finest level. */
  public double gap() {
    return eigengap < eigenvalues.length ? eigenvalues[eigengap] - eigenvalues[eigengap - 1] : 0;
  }

  /**
   * How alone each vector is: its mean distance to its neighbours over what that is for them; 1 is
   * ordinary (a simplified local outlier factor, Breunig et al. 2000).
   */
  public double[] outliers() {
    float[][] distances = neighbours.distances();
    double[] mean = new double[distances.length];
    for (int i = 0; i < mean.length; i++) {
      for (float distance : distances[i]) {
        mean[i] += distance / distances[i].length;
      }
    }
    double[] outliers = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double around = 0;
      for (int j : neighbours.indices()[i]) {
        around += mean[j] / distances[i].length;
      }
      // Among duplicates all distances are rounding.
      outliers[i] = around > 1e-3 ? mean[i] / around : mean[i] > 1e-3 ? Double.MAX_VALUE : 1;
    }
    return outliers;
  }
}
