package org.sparklrp.job.clusters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.suspicion.ClusterFigures;
import org.sparklrp.job.row.RegionBox;

/**
 * One cluster of a class, as a task found it; with the chance of its suspicion a row of the table
 * cluster_statistics.
 *
 * @param target the class
 * @param targetName its name
 * @param cluster within the class, from 0 by size
 * @param sum of its explanations
 * @param share of the class's explanations
 * @param accuracyEffect accuracy of the class's other images less its own, or null
 * @param figures why it is suspicious
 * @param box around its region
 * @param compactness length of the mean of the compared vectors
 * @param eigengap of the class
 * @param separation share of its links to neighbours that stay inside
 */
record FoundCluster(
    int target,
    String targetName,
    int cluster,
    ClusterSum sum,
    double share,
    @Nullable Double accuracyEffect,
    ClusterFigures figures,
    RegionBox box,
    double compactness,
    double eigengap,
    double separation)
    implements Serializable {

  /** How many images of each label, as JSON. */
  String labels() {
    ObjectNode labels = JsonNodeFactory.instance.objectNode();
    sum.labels().forEach(labels::put);
    return labels.toString();
  }

  /** 1 for cells of the grid that belong to its region, else 0. */
  float[] region() {
    boolean[] inside = figures.region().inside();
    float[] region = new float[inside.length];
    for (int cell = 0; cell < region.length; cell++) {
      region[cell] = inside[cell] ? 1 : 0;
    }
    return region;
  }

  /** The cluster, and how often a class of shuffled maps has one as suspicious. */
  record WithChance(FoundCluster found, double pValue) {}
}
