package org.sparklrp.job.verify;

import java.io.Serializable;
import java.util.List;

/**
 * A suspicious cluster and the images that it is tested on.
 *
 * @param target the class
 * @param targetName its name
 * @param cluster its number
 * @param count explanations in the cluster
 * @param share of the class's
 * @param region 1 for the cells of the grid that belong to it, row-major
 * @param box top, left, bottom, right in pixels of the map, the last two not included
 * @param suspicion as the command cluster found it
 * @param own images of the cluster
 * @param foreign images of other classes
 */
record Candidate(
    int target,
    String targetName,
    int cluster,
    long count,
    double share,
    float[] region,
    int[] box,
    double suspicion,
    List<ImagePlace> own,
    List<ImagePlace> foreign)
    implements Serializable {

  /**
   * Where an image lies.
   *
   * @param imageId its key
   * @param uri its file
   */
  record ImagePlace(String imageId, String uri) implements Serializable {}

  /** The grid's side in cells. */
  int grid() {
    return (int) Math.round(Math.sqrt(region.length));
  }

  /** Whether each cell belongs to the region. */
  boolean[] inside() {
    boolean[] inside = new boolean[region.length];
    for (int cell = 0; cell < region.length; cell++) {
      inside[cell] = region[cell] > 0;
    }
    return inside;
  }
}
