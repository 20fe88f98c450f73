package org.sparklrp.job.source;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;

/** Opens the images of a dataset, however it stores them. */
public final class ImageSources {
  private ImageSources() {}

  /**
   * Finds the images.
   *
   * @param session lists large folders, reads tables and gives access to the file systems
   * @param input where the images are
   * @param limits images that cost more are failures: they are not read, or given up
   * @throws UserException when a path does not exist or there is no image
   */
  public static ImageSource open(SparkSession session, InputConfig input, ImageLimits limits) {
    return switch (input.format()) {
      case TABLE -> ImageTable.open(session, input, limits);
      case SEQUENCE -> SequenceImages.open(session, input, limits);
      default -> listed(session, input, limits);
    };
  }

  /**
   * Finds images that lie in files.
   *
   * @throws UserException where they do not
   */
  public static ListedImageSource listed(
      SparkSession session, InputConfig input, ImageLimits limits) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    ImageListing listing =
        switch (input.format()) {
          case FILES -> FileListing.list(spark, input, FileListing.IMAGES, "images");
          case LIST -> PathList.list(session, input);
          case TAR -> TarListing.list(spark, input);
          case IDX -> IdxListing.list(input, spark.hadoopConfiguration());
          case TABLE, SEQUENCE ->
              throw new UserException(
                  "Cannot find the images again: they are in a table (%s); copy them to files and name these"
                      .formatted(String.join(", ", input.paths())));
        };
    return of(session, input, listing, limits);
  }

  /** A source of listed images, whose ids tell them apart. */
  static ListedImageSource of(
      SparkSession session, InputConfig input, ImageListing listing, ImageLimits limits) {
    boolean byFolder =
        input.label().kind() == LabelSource.Kind.PARENT_DIRECTORY
            && input.format() != InputConfig.Format.TAR
            && input.format() != InputConfig.Format.IDX;
    Pattern pattern =
        input.id().kind() == IdSource.Kind.PATTERN ? Pattern.compile(input.id().name()) : null;
    Map<String, String> labels =
        input.label().kind() == LabelSource.Kind.CSV
            ? LabelFile.read(session, input.label().name())
            : Map.of();
    ImageNaming naming = new ImageNaming(listing.root(), byFolder, pattern, labels);
    // The paths of files differ as they are.
    if (input.format() != InputConfig.Format.FILES || pattern != null) {
      UniqueIds.require(listing.entries().stream().map(naming::id));
    }
    return new ListedImageSource(
        JavaSparkContext.fromSparkContext(session.sparkContext()),
        naming,
        listing.entries(),
        listing.leftOut(),
        limits);
  }
}
