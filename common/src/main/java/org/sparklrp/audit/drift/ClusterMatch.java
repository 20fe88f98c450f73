package org.sparklrp.audit.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the clusters of a class again in another run, whose numbers mean nothing here: those whose
 * mean maps are most alike, pair by pair, as far as they are alike at all.
 */
public final class ClusterMatch {
  /** Maps whose cosine is below 1 less this are not of one cluster. */
  private static final double FAR = 0.2;

  private ClusterMatch() {}

  /**
   * A cluster of a class.
   *
   * @param number in its run
   * @param count of its explanations
   * @param map its mean map
   */
  public record Cluster(int number, long count, double[] map) {}

  /**
   * Two clusters that are one.
   *
   * @param own of the run
   * @param other of the baseline
   */
  public record Pair(Cluster own, Cluster other) {}

  /** The pairs, in the order of the run's clusters. */
  public static List<Pair> of(List<Cluster> run, List<Cluster> baseline) {
    record Candidate(Pair pair, double distance) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Cluster own : run) {
      for (Cluster other : baseline) {
        if (own.map.length == other.map.length) {
          candidates.add(
              new Candidate(new Pair(own, other), MapDistances.cosine(own.map, other.map)));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::distance));
    Set<Integer> taken = new HashSet<>();
    Set<Integer> takenOthers = new HashSet<>();
    List<Pair> pairs = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Pair pair = candidate.pair;
      boolean isFree = !taken.contains(pair.own.number) && !takenOthers.contains(pair.other.number);
      if (candidate.distance <= FAR && isFree) {
        taken.add(pair.own.number);
        takenOthers.add(pair.other.number);
        pairs.add(pair);
      }
    }
    pairs.sort(Comparator.comparingInt(pair -> pair.own.number));
    return pairs;
  }
}
