package org.sparklrp.job.regions;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.mask.Mask;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.mask.MaskReader;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.measure.RegionShare;
import org.sparklrp.relevance.RelevanceMap;

/**
 * Measures maps where they lie: one small row per map and region leaves the task, with the sums of
 * a {@link RegionShare}, so that the maps themselves are never shuffled.
 *
 * @param encoding how the maps are stored
 * @param folders the regions
 * @param preprocessing what was done to the images, and is done to their masks
 * @param maxPixels masks with more are refused
 * @param configuration of the Hadoop file systems
 */
record RegionTask(
    MapEncoding encoding,
    List<MaskFolder> folders,
    Preprocessing preprocessing,
    long maxPixels,
    SerializableConfiguration configuration)
    implements MapPartitionsFunction<StoredMap, Row> {
  /** The rows' columns; the numbers are null where there is a problem. */
  static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("target_name", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("problem", DataTypes.StringType)
          .add("mask_height", DataTypes.IntegerType)
          .add("mask_width", DataTypes.IntegerType)
          .add("images", DataTypes.LongType)
          .add("absolute", DataTypes.DoubleType)
          .add("positive_images", DataTypes.LongType)
          .add("positive", DataTypes.DoubleType)
          .add("area", DataTypes.DoubleType);

  @Override
  public Iterator<Row> call(Iterator<StoredMap> maps) {
    List<MaskReader> readers =
        folders.stream()
            .map(folder -> new MaskReader(folder, preprocessing, maxPixels, configuration.value()))
            .toList();
    Iterable<StoredMap> each = () -> maps;
    return StreamSupport.stream(each.spliterator(), false)
        .flatMap(map -> rows(map, readers))
        .iterator();
  }

  private Stream<Row> rows(StoredMap map, List<MaskReader> readers) {
    RelevanceMap relevance =
        new RelevanceMap(1, map.getHeight(), map.getWidth(), map.signedSum(encoding));
    return readers.stream().map(reader -> row(map, relevance, reader));
  }

  private static Row row(StoredMap map, RelevanceMap relevance, MaskReader reader) {
    String region = reader.folder().region();
    String file = reader.folder().file(map.getImageId());
    Mask mask = reader.read(map.getImageId());
    if (mask instanceof Mask.Known known && known.inside().length == relevance.values().length) {
      RegionShare share = RegionShare.of(relevance, known.inside());
      return RowFactory.create(
          map.getImageId(),
          map.getTargetName(),
          region,
          file,
          null,
          known.originalHeight(),
          known.originalWidth(),
          share.images(),
          share.absolute(),
          share.positiveImages(),
          share.positive(),
          share.area());
    }
    String problem =
        mask instanceof Mask.Unknown unknown
            ? unknown.reason()
            : "The mask does not have the image's size";
    return RowFactory.create(
        map.getImageId(),
        map.getTargetName(),
        region,
        file,
        problem,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
