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
  private String imageId = "";
  private String targetName = "";
  private @Nullable String label;
  private int height;
  private int width;
  private int channels;
  private float scale;
  private float @Nullable [] numbers;
  private byte @Nullable [] bytes;

  /** The table's rows; with the image's label where {@code maps} has that column too. */
  public static Dataset<StoredMap> read(
      Dataset<org.apache.spark.sql.Row> maps, MapEncoding encoding) {
    boolean plain = encoding.type() == OutputConfig.Type.FLOAT32;
    boolean labelled = List.of(maps.columns()).contains("label");
    return maps.select(
            functions.col("image_id").as("imageId"),
            functions.col("target_name").as("targetName"),
            labelled ? functions.col("label") : functions.lit(null).cast("string").as("label"),
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

  /** The label of its image, or null where that is not asked for. */
  public @Nullable String getLabel() {
    return label;
  }

  /** Set by Spark. */
  public void setLabel(@Nullable String label) {
    this.label = label;
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
