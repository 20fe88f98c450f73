package org.sparklrp.job.row;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.relevance.RelevanceMap;

/**
 * How the table {@code maps} stores a map: as an array of float32, or as little-endian bytes with a
 * scale of their own, {@code relevance = stored * scale}. The scale makes the largest |relevance|
 * of a map the largest number of the type, so float16 neither overflows nor loses small maps.
 *
 * @param content one value per pixel, or one per pixel and channel
 * @param type the stored type
 */
public record MapEncoding(OutputConfig.Maps content, OutputConfig.Type type)
    implements Serializable {

  /** A stored map: its values, and what to multiply them by. */
  record Stored(Object values, float scale) {}

  /** The number of channels a map keeps. */
  public int channels(RelevanceMap map) {
    return perChannel() ? map.channels() : 1;
  }

  /** What is stored of a map. */
  Stored stored(RelevanceMap map) {
    float[] values = perChannel() ? interleaved(map) : map.signedSum();
    return type == OutputConfig.Type.FLOAT32
        ? new Stored(values, 1)
        : MapBytes.encode(values, type);
  }

  /** The relevance of every pixel of a stored map, the channels summed; row-major. */
  public float[] signedSum(Object stored, float scale, int channels) {
    float[] values =
        stored instanceof float[] floats ? floats : MapBytes.decode((byte[]) stored, scale, type);
    if (channels == 1) {
      return values;
    }
    float[] sums = new float[values.length / channels];
    for (int pixel = 0; pixel < sums.length; pixel++) {
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += values[pixel * channels + channel];
      }
      sums[pixel] = (float) sum;
    }
    return sums;
  }

  /** The relevance of every pixel of a row of the table maps, the channels summed; row-major. */
  public float[] signedSum(Row row) {
    int channels = row.getAs("channels");
    return type == OutputConfig.Type.FLOAT32
        ? signedSum(floats(row.getList(row.fieldIndex("relevance"))), 1, channels)
        : signedSum(row.<Object>getAs("relevance"), row.getAs("scale"), channels);
  }

  /** An array cell as Spark's rows hand it over. */
  public static float[] floats(List<Float> cell) {
    float[] values = new float[cell.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = cell.get(i);
    }
    return values;
  }

  /** The columns after the map's shape. */
  Columns<Stored> columns() {
    String layout = perChannel() ? "y, x, channel" : "y, x";
    MetadataBuilder details =
        new MetadataBuilder()
            .putString("layout", layout)
            .putStringArray("shape", new String[] {"height", "width", "channels"});
    if (type == OutputConfig.Type.FLOAT32) {
      return Columns.<Stored>none()
          .with(
              relevance(
                  DataTypes.createArrayType(DataTypes.FloatType, false),
                  "the relevances, row-major (" + layout + ")",
                  details.build()));
    }
    details.putString("dtype", MapBytes.name(type)).putString("byte_order", "little-endian");
    details.putString("scale", "scale");
    return Columns.<Stored>none()
        .with(
            new Column<>(
                "scale",
                DataTypes.FloatType,
                false,
                Unit.NONE,
                "factor of the stored values",
                Metadata.empty(),
                Stored::scale))
        .with(
            relevance(
                DataTypes.BinaryType,
                "the relevances divided by scale, row-major (%s), little-endian %s"
                    .formatted(layout, MapBytes.name(type)),
                details.build()));
  }

  private static Column<Function<Stored, @Nullable Object>> relevance(
      DataType type, String comment, Metadata details) {
    return new Column<>("relevance", type, false, Unit.SCORE, comment, details, Stored::values);
  }

  private boolean perChannel() {
    return content == OutputConfig.Maps.PER_CHANNEL;
  }

  /** From channel by channel to pixel by pixel. */
  private static float[] interleaved(RelevanceMap map) {
    int area = map.height() * map.width();
    float[] values = new float[map.values().length];
    for (int channel = 0; channel < map.channels(); channel++) {
      for (int pixel = 0; pixel < area; pixel++) {
        values[pixel * map.channels() + channel] = map.values()[channel * area + pixel];
      }
    }
    return values;
  }
}
