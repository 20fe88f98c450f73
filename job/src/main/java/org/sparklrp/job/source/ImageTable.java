package org.sparklrp.job.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/**
 * Images in a table that Spark reads: the table holds the images, or paths of files, which are then
 * listed.
 */
final class ImageTable {
  private static final FileTask READING =
      new FileTask("read the table of images", "give input.path an existing table");

  private ImageTable() {}

  static ImageSource open(SparkSession session, InputConfig input, ImageLimits limits) {
    TableRows table = TableRows.open(session, input);
    return table.hasBytes()
        ? RowImageSource.of(session, input, table, limits)
        : ImageSources.of(session, input, paths(session, input, table), limits);
  }

  /** The paths in a table; a relative one is meant from the table's folder on. */
  static ImageListing paths(SparkSession session, InputConfig input, TableRows table) {
    String first = input.paths().get(0);
    List<ImageEntry> entries = new ArrayList<>();
    READING.run(
        first,
        session.sessionState().newHadoopConf(),
        place -> {
          HadoopPath folder = place.isFolder() ? place : place.parent();
          for (Row row :
              table
                  .rows()
                  .where("path IS NOT NULL")
                  .select("path", "id", "label", "subset", "kept")
                  .collectAsList()) {
            String uri = PathList.absolute(row.getString(0), folder);
            entries.add(
                new ImageEntry(
                    uri,
                    uri,
                    row.getString(1),
                    row.getString(2),
                    new SourceImage.Columns(row.getString(3), row.getString(4)),
                    null));
          }
          return entries;
        });
    long pathless = table.rows().where("path IS NULL").count();
    ImageListing listing = PathList.of(entries);
    return new ImageListing(
            listing.root(),
            listing.entries(),
            pathless == 0 ? Map.of() : Map.of("no path", pathless))
        .orNone("no row has a path", table.origin());
  }
}
