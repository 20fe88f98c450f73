package org.sparklrp.job.row;

import java.io.Serializable;

/**
 * The smallest rectangle around a region of the map; four columns of the tables that name regions.
 *
 * @param bounds first row, first column, first row below, first column behind, in pixels
 */
public record RegionBox(int[] bounds) implements Serializable {
  /** The columns. */
  public static final Columns<RegionBox> COLUMNS =
      Columns.<RegionBox>none()
          .whole(
              "box_top",
              Unit.PIXELS,
              "first row of the region, in pixels of the map",
              box -> box.bounds[0])
          .whole(
              "box_left",
              Unit.PIXELS,
              "first column of the region, in pixels of the map",
              box -> box.bounds[1])
          .whole(
              "box_bottom",
              Unit.PIXELS,
              "first row below the region, in pixels of the map",
              box -> box.bounds[2])
          .whole(
              "box_right",
              Unit.PIXELS,
              "first column behind the region, in pixels of the map",
              box -> box.bounds[3]);
}
