package org.sparklrp.job.row;

import org.sparklrp.relevance.RelevanceMap;

/**
 * A row of the table maps: the relevance of every pixel for one image and target.
 *
 * @param imageId the image's key
 * @param target what is explained
 * @param height of the map, in pixels
 * @param width of the map, in pixels
 * @param channels of the stored map
 * @param stored its values
 */
public record MapRow(
    String imageId,
    NamedTarget target,
    int height,
    int width,
    int channels,
    MapEncoding.Stored stored) {
  private static final Columns<MapRow> SHAPE =
      Columns.<MapRow>none()
          .text("image_id", "the image's key", MapRow::imageId)
          .with(NamedTarget.COLUMNS, MapRow::target)
          .whole("height", Unit.PIXELS, "of the map, in pixels", MapRow::height)
          .whole("width", Unit.PIXELS, "of the map, in pixels", MapRow::width)
          .whole(
              "channels",
              Unit.COUNT,
              "of the map: 1 for the sum over the channels",
              MapRow::channels);

  /** The table's columns, which depend on how relevances are stored. */
  public static Columns<MapRow> columns(MapEncoding encoding) {
    return SHAPE.with(encoding.columns(), MapRow::stored);
  }

  /** The row of a map. */
  public static MapRow of(
      String imageId, NamedTarget target, RelevanceMap map, MapEncoding encoding) {
    return new MapRow(
        imageId, target, map.height(), map.width(), encoding.channels(map), encoding.stored(map));
  }
}
