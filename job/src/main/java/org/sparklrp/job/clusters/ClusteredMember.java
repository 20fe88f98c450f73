package org.sparklrp.job.clusters;

import org.jspecify.annotations.Nullable;

/**
 * One explanation in its cluster: a row of the table clusters.
 *
 * @param member the explanation
 * @param cluster within the class; -1 for a map without relevance
 * @param isSampled whether it was clustered itself
 * @param axes spectral coordinates, or null
 * @param place in the picture, or null
 * @param outlier how far it is from its neighbours, or null
 * @param centerDistance from the mean direction of its cluster, or null
 */
record ClusteredMember(
    Member member,
    int cluster,
    boolean isSampled,
    float @Nullable [] axes,
    double @Nullable [] place,
    @Nullable Double outlier,
    @Nullable Double centerDistance) {
  /** An explanation whose map is zero. */
  static ClusteredMember withoutRelevance(Member member, boolean isSampled) {
    return new ClusteredMember(member, -1, isSampled, null, null, null, null);
  }

  @Nullable Double place(int axis) {
    return place == null ? null : (Double) place[axis];
  }
}
