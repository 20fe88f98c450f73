package org.sparklrp.job.clusters;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is added up over the explanations of one cluster, those that only joined it included. */
final class ClusterSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] map;
  private final TreeMap<String, Long> labels = new TreeMap<>();
  private long count;
  private long labelled;
  private long correct;
  private double score;
  private double relevance;

  ClusterSum(int cells) {
    map = new double[cells];
  }

  void add(Member member) {
    count++;
    score += member.score();
    relevance += member.relevance();
    for (int cell = 0; cell < map.length; cell++) {
      map[cell] += member.pooled()[cell];
    }
    if (member.label() != null) {
      labels.merge(member.label(), 1L, Long::sum);
    }
    if (member.labelIndex() != null) {
      labelled++;
      correct += member.labelIndex() == member.predicted() ? 1 : 0;
    }
  }

  long count() {
    return count;
  }

  double meanScore() {
    return score / count;
  }

  double meanRelevance() {
    return relevance / count;
  }

  float[] meanMap() {
    float[] mean = new float[map.length];
    for (int cell = 0; cell < mean.length; cell++) {
      mean[cell] = (float) (map[cell] / count);
    }
    return mean;
  }

  Map<String, Long> labels() {
    return labels;
  }

  /** The share of labelled images predicted right, or null where there are none. */
  @Nullable Double accuracy() {
    return labelled == 0 ? null : (Double) ((double) correct / labelled);
  }

  /** The accuracy of the images of a class outside this cluster less that inside it. */
  @Nullable Double accuracyEffect(Iterable<ClusterSum> all) {
    long othersLabelled = -labelled;
    long othersCorrect = -correct;
    for (ClusterSum each : all) {
      othersLabelled += each.labelled;
      othersCorrect += each.correct;
    }
    Double own = accuracy();
    return own == null || othersLabelled == 0
        ? null
        : (Double) ((double) othersCorrect / othersLabelled - own);
  }
}
