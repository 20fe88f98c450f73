package org.sparklrp.job.clusters;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.inference.ChanceLevel;

/**
 * What the driver knows of a class.
 *
 * @param target the class
 * @param targetName its name
 * @param count its explanations in clusters
 * @param withoutRelevance its explanations whose map is zero
 * @param clusters in order
 * @param gap how far the eigenvalues jump behind them
 * @param eigenvalues of its graph, ascending
 * @param chance suspicions of classes of shuffled maps in its place
 */
record ClassSummary(
    int target,
    String targetName,
    long count,
    long withoutRelevance,
    List<Cluster> clusters,
    double gap,
    float[] eigenvalues,
    double[] chance)
    implements Serializable {

  /**
   * One cluster.
   *
   * @param suspicion how suspicious
   * @param share of the class
   * @param concentration share of its relevance in its region beyond what is usual there
   * @param separation share of its links that stay inside
   * @param accuracyEffect accuracy of the class's other images less its own, or null
   */
  record Cluster(
      double suspicion,
      double share,
      double concentration,
      double separation,
      @Nullable Double accuracyEffect)
      implements Serializable {}

  /** A class that no explanation speaks of. */
  static ClassSummary unseen(int target, String name) {
    return new ClassSummary(target, name, 0, 0, List.of(), 0, new float[0], new double[0]);
  }

  /** The number of the most suspicious cluster; -1 where there is none. */
  int worst() {
    int worst = clusters.isEmpty() ? -1 : 0;
    for (int cluster = 1; cluster < clusters.size(); cluster++) {
      if (clusters.get(cluster).suspicion() > clusters.get(worst).suspicion()) {
        worst = cluster;
      }
    }
    return worst;
  }

  double suspicion() {
    return most().suspicion();
  }

  /** Why there are no clusters, or null where there are. */
  @Nullable String reason() {
    if (!clusters.isEmpty()) {
      return null;
    }
    return withoutRelevance > 0
        ? "no explanation of the class has relevance"
        : "no image was taken for the class or is labelled so";
  }

  /** The middle suspicion of shuffled maps, or null where none were drawn. */
  @Nullable Double usual() {
    return chance.length == 0 ? null : (Double) new ChanceLevel(chance).median();
  }

  /** The most suspicious cluster; all zero where there is none. */
  Cluster most() {
    return clusters.isEmpty() ? new Cluster(0, 0, 0, 0, null) : clusters.get(worst());
  }

  /** The number of the most suspicious cluster, or null where there is none. */
  @Nullable Integer mostNumber() {
    return clusters.isEmpty() ? null : (Integer) worst();
  }
}
