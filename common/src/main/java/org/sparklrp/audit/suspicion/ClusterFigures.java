package org.sparklrp.audit.suspicion;

import java.io.Serializable;
import org.sparklrp.audit.intervention.Region;

/**
 * Why a cluster of a class is suspicious, in numbers.
 *
 * @param count its maps
 * @param share of the class's maps
 * @param region where the cluster has its positive relevance
 * @param inside share of the cluster's positive relevance in the region, mean over its maps
 * @param elsewhere the same of the other maps of the class
 * @param others the same of the maps of other classes
 * @param suspicion {@code sqrt(share) * inside * ln(inside / usual)}, with usual the larger of the
 *     last two, at least 1 %: how much relevance lies together where it usually does not. Never
 *     below 0, and 0 for a cluster that is its whole class
 */
public record ClusterFigures(
    int count,
    double share,
    Region region,
    double inside,
    double elsewhere,
    double others,
    double suspicion)
    implements Serializable {
  private static final double LEAST_USUAL = 0.01;

  /**
   * Figures of one cluster.
   *
   * @param count its maps
   * @param all maps of the class
   * @param own the mean distribution of positive relevance over the cells in the cluster
   * @param rest that in the rest of the class; all zero where the cluster is the whole class
   * @param foreign that in other classes
   */
  static ClusterFigures of(
      int count, int all, double[] own, double[] rest, double[] foreign, int grid) {
    Region region = Region.of(grid, own);
    double inside = region.share(own);
    double elsewhere = region.share(rest);
    double others = region.share(foreign);
    double share = (double) count / all;
    double usual = Math.max(LEAST_USUAL, Math.max(elsewhere, others));
    double suspicion =
        count == all || inside <= usual ? 0 : Math.sqrt(share) * inside * Math.log(inside / usual);
    return new ClusterFigures(count, share, region, inside, elsewhere, others, suspicion);
  }
}
