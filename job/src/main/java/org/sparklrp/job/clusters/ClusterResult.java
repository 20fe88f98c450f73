package org.sparklrp.job.clusters;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What the command cluster found.
 *
 * @param ranking the classes, the most suspicious first
 * @param output the folder of the table class_ranking
 */
public record ClusterResult(List<RankedClass> ranking, Path output) {
  /** Copies the list. */
  public ClusterResult {
    ranking = List.copyOf(ranking);
  }

  /**
   * A class in its place.
   *
   * @param rank by suspicion, from 1
   * @param summary what is known of it
   * @param pValue how often chance gives as much
   * @param qValue the false discovery rate
   */
  record RankedClass(int rank, ClassSummary summary, double pValue, double qValue) {}
}
