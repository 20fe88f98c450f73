package org.sparklrp.job.mask;

import java.awt.image.BufferedImage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/**
 * Boxes around objects, in pixels of the original images.
 *
 * @param boxes by the images' ids: left, top, right, bottom, the last two not included
 */
public record BoxFile(Map<String, List<int[]>> boxes) implements Serializable {
  private static final List<String> COLUMNS = List.of("image_id", "left", "top", "right", "bottom");
  private static final FileTask READING =
      new FileTask("read boxes", "give evaluate.boxes an existing file");

  /**
   * Reads a CSV file whose first line names its columns.
   *
   * @throws UserException where it is none
   */
  public static BoxFile read(SparkSession session, String path) {
    HadoopPath file =
        READING.run(
            path,
            session.sessionState().newHadoopConf(),
            place ->
                new HadoopPath(place.files().getFileStatus(place.path()).getPath(), place.files()));
    Dataset<Row> rows =
        session
            .read()
            .option("header", true)
            .option("escape", "\"")
            .csv(HadoopPath.literal(file.path().toString()));
    if (!List.of(rows.columns()).containsAll(COLUMNS)) {
      throw new UserException(
          "Cannot read boxes: the file has no columns %s in its first line (%s); name them so"
              .formatted(String.join(", ", COLUMNS), path));
    }
    Map<String, List<int[]>> boxes = new HashMap<>();
    for (Row row :
        rows.select(
                COLUMNS.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
            .collectAsList()) {
      boxes.computeIfAbsent(row.getString(0), id -> new ArrayList<>()).add(box(row, path));
    }
    return new BoxFile(boxes);
  }

  private static int[] box(Row row, String path) {
    try {
      int[] box = new int[COLUMNS.size() - 1];
      for (int side = 0; side < box.length; side++) {
        box[side] =
            new BigDecimal(row.getString(side + 1)).setScale(0, RoundingMode.HALF_UP).intValue();
      }
      return box;
    } catch (NumberFormatException | NullPointerException e) {
      throw new UserException(
          "Cannot read boxes: a side is no number (%s: %s); correct it".formatted(path, row), e);
    }
  }

  /**
   * The boxes of an image as a mask of its map.
   *
   * @param height of the original image in pixels
   * @param width of it
   */
  public Mask mask(String imageId, int height, int width, Preprocessing preprocessing) {
    List<int[]> own = boxes.get(imageId);
    if (own == null) {
      return new Mask.Unknown("The file of boxes has none of the image");
    }
    byte[] samples = new byte[height * width];
    for (int[] box : own) {
      int left = Math.max(0, box[0]);
      int right = Math.min(width, box[2]);
      for (int y = Math.max(0, box[1]); y < Math.min(height, box[3]) && left < right; y++) {
        Arrays.fill(samples, y * width + left, y * width + right, (byte) 255);
      }
    }
    try {
      BufferedImage shown = preprocessing.displayed(new DecodedImage(height, width, 1, samples));
      return new Mask.Known(height, width, Mask.white(shown));
    } catch (ImageException e) {
      return new Mask.Unknown(String.valueOf(e.getMessage()));
    }
  }
}
