package org.sparklrp.job.row;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;

/**
 * One row of the table maps as Spark reads it back: a bean, because Spark's bean encoder hands over
 * primitive arrays without boxing and knows no records.
 */
public final class StoredMap {
  /** The column that says to which part of its target's explanations a map belongs. */
  public static final String PART = "part";

  private String imageId = "";
  private String targetName = "";
  private @Nullable String part;
  private int height;
  private int width;
  private int channels;
  private float scale;
  private float @Nullable [] numbers;
  private byte @Nullable [] bytes;

  /** The table's rows; with their parts where {@code maps} has that column too. */
  public static Dataset<StoredMap> read(
      Dataset<org.apache.spark.sql.Row> maps, MapEncoding encoding) {
    boolean plain = encoding.type() == OutputConfig.Type.FLOAT32;
    boolean hasParts = List.of(maps.columns()).contains(PART);
    return maps.select(
            functions.col("image_id").as("imageId"),
            functions.col("target_name").as("targetName"),
            hasParts ? functions.col(PART) : functions.lit(null).cast("string").as(PART),
            functions.col("height"),
            functions.col("width"),
            functions.col("channels"),
            plain ? functions.lit(1f).as("scale") : functions.col("scale"),
            (plain ? functions.col("relevance") : functions.lit(null).cast("array<float>"))
                .as("numbers"),
            (plain ? functions.lit(null).cast("binary") : functions.col("relevance")).as("bytes"))
        .as(Encoders.bean(StoredMap.class));
  }

  /** One relevance per pixel, row-major. */
  public float[] signedSum(MapEncoding encoding) {
    Object stored = numbers == null ? bytes : numbers;
    if (stored == null) {
      throw new IllegalStateException("The map of " + imageId + " has no values");
    }
    return encoding.signedSum(stored, scale, channels);
  }

  /** The image's key. */
  public String getImageId() {
    return imageId;
  }

  /** Set by Spark. */
  public void setImageId(String imageId) {
    this.imageId = imageId;
  }

  /** The target's name. */
  public String getTargetName() {
    return targetName;
  }

  /** Set by Spark. */
  public void setTargetName(String targetName) {
    this.targetName = targetName;
  }

  /** The part of its target's explanations, or null where there are none. */
  public @Nullable String getPart() {
    return part;
  }

  /** Set by Spark. */
  public void setPart(@Nullable String part) {
    this.part = part;
  }

  /** Of the map, in pixels. */
  public int getHeight() {
    return height;
  }

  /** Set by Spark. */
  public void setHeight(int height) {
    this.height = height;
  }

  /** Of the map, in pixels. */
  public int getWidth() {
    return width;
  }

  /** Set by Spark. */
  public void setWidth(int width) {
    this.width = width;
  }

  /** Values per pixel. */
  public int getChannels() {
    return channels;
  }

  /** Set by Spark. */
  public void setChannels(int channels) {
    this.channels = channels;
  }

  /** Factor of the stored values. */
  public float getScale() {
    return scale;
  }

  /** Set by Spark. */
  public void setScale(float scale) {
    this.scale = scale;
  }

  /** The relevances where they are stored as numbers. */
  public float @Nullable [] getNumbers() {
    return numbers;
  }

  /** Set by Spark. */
  public void setNumbers(float @Nullable [] numbers) {
    this.numbers = numbers;
  }

  /** The relevances where they are stored as bytes. */
  public byte @Nullable [] getBytes() {
    return bytes;
  }

  /** Set by Spark. */
  public void setBytes(byte @Nullable [] bytes) {
    this.bytes = bytes;
  }
}
