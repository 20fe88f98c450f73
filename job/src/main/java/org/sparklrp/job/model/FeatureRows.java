package org.sparklrp.job.model;

import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.sparklrp.bow.explain.FeatureLookup;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.npy.NpyFile;

/**
 * Local features in a Parquet table, looked up image by image: files and groups of rows whose range
 * of keys does not hold the image are not read. A table in the order of image_id costs a page or
 * two an image, any other the keys of all files.
 *
 * @param parts the table's files
 * @param configuration of the file systems
 */
record FeatureRows(List<Part> parts, Configuration configuration) implements FeatureLookup {
  /**
   * A file.
   *
   * @param least the smallest key, empty where that is not known
   * @param greatest the largest key, likewise
   */
  record Part(Path file, byte[] least, byte[] greatest) {
    boolean mayHold(byte[] key) {
      return greatest.length == 0
          || (Arrays.compareUnsigned(least, key) <= 0
              && Arrays.compareUnsigned(key, greatest) <= 0);
    }
  }

  /** Copies the list. */
  FeatureRows {
    parts = List.copyOf(parts);
  }

  /**
   * Reads what the files say of themselves.
   *
   * @throws UserException where a column is missing
   */
  static FeatureRows open(List<FileStatus> files, Configuration configuration) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (FileStatus file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration))) {
        MessageType schema = reader.getFileMetaData().getSchema();
        for (String column : FeatureReadSupport.REQUIRED) {
          if (!schema.containsField(column)) {
            throw new UserException(
                "Cannot read the local features: the table has no column %s (%s); it needs %s, and channel where there are several"
                    .formatted(
                        column, file.getPath(), String.join(", ", FeatureReadSupport.REQUIRED)));
          }
        }
        parts.add(part(file.getPath(), reader.getFooter().getBlocks()));
      }
    }
    return new FeatureRows(parts, configuration);
  }

  private static Part part(Path file, List<BlockMetaData> blocks) {
    byte[] least = {};
    byte[] greatest = {};
    for (BlockMetaData block : blocks) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (!chunk.getPath().toDotString().equals(FeatureReadSupport.IMAGE_ID)) {
          continue;
        }
        Statistics<?> statistics = chunk.getStatistics();
        if (statistics == null || !statistics.hasNonNullValue()) {
          return new Part(file, new byte[0], new byte[0]);
        }
        byte[] smallest = statistics.getMinBytes();
        byte[] largest = statistics.getMaxBytes();
        if (greatest.length == 0 || Arrays.compareUnsigned(smallest, least) < 0) {
          least = smallest;
        }
        if (Arrays.compareUnsigned(largest, greatest) > 0) {
          greatest = largest;
        }
      }
    }
    return new Part(file, least, greatest);
  }

  @Override
  public LocalFeatures find(String channel, String imageId) {
    byte[] key = imageId.getBytes(StandardCharsets.UTF_8);
    for (Part part : parts) {
      if (part.mayHold(key)) {
        List<FeatureRow> rows =
            new FileTask("read the local features", "write the table again")
                .run(
                    part.file().toString(),
                    configuration,
                    place -> rows(place.path(), channel, imageId));
        if (!rows.isEmpty()) {
          return features(rows.get(0));
        }
      }
    }
    throw new UserException(
        "the table has no row for image_id %s and channel %s".formatted(imageId, channel));
  }

  private List<FeatureRow> rows(Path file, String channel, String imageId) throws IOException {
    FilterCompat.Filter filter =
        FilterCompat.get(eq(binaryColumn(FeatureReadSupport.IMAGE_ID), Binary.fromString(imageId)));
    try (ParquetReader<FeatureRow> reader =
        ParquetReader.builder(new FeatureReadSupport(), file)
            .withConf(configuration)
            .withFilter(filter)
            .build()) {
      for (FeatureRow row = reader.read(); row != null; row = reader.read()) {
        if (row.channel().isEmpty() || row.channel().equals(channel)) {
          return List.of(row);
        }
      }
    }
    return List.of();
  }

  private static LocalFeatures features(FeatureRow row) {
    int count = row.areas().length / 4;
    if (count == 0 || row.areas().length % 4 != 0 || row.values().length % count != 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "its row has %d sides of areas, four a feature, and %d values, as many for each",
              row.areas().length,
              row.values().length));
    }
    float[] values = NpyFile.floats(row.values());
    return new LocalFeatures(values.length / count, values, FeatureTable.areas(row.areas()));
  }
}
