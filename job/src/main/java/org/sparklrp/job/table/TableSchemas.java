package org.sparklrp.job.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables. Every column's comment travels in the files. */
public final class TableSchemas {
  private final List<StructField> fields = new ArrayList<>();

  private TableSchemas() {}

  /** One row of scalars per image and target; (image_id, target_name) is unique. */
  public static StructType explanations() {
    return new TableSchemas()
        .text("image_id", "the image's key")
        .text("uri", "where the image lies")
        .optional("label", DataTypes.StringType, "the true class as the dataset names it")
        .optional("label_index", DataTypes.IntegerType, "the model's class of that name")
        .whole("predicted", "the class with the largest logit")
        .text("predicted_name", "its name")
        .target()
        .number("score", "the value explained: a logit, or the difference of two")
        .optional(
            "probability",
            DataTypes.DoubleType,
            "of the target's class by softmax, or by the sigmoid of a single logit")
        .number("relevance_sum", "sum of the relevances of all input values")
        .number("positive_sum", "sum of the positive relevances of input values")
        .number("negative_sum", "sum of the negative relevances of input values")
        .number(
            "absorbed_bias",
            "relevance kept by biases; for integrated-gradients and simple-taylor, the score at the baseline or root")
        .number("absorbed_stabilizer", "relevance kept by stabilisers")
        .number("absorbed_dead", "relevance lost at neurons whose denominator is zero")
        .number("absorbed_conditions", "relevance of channels that method.conditions leave out")
        .number(
            "residual",
            "score - relevance_sum - absorbed_*: rounding for lrp, the method's own remainder for others")
        .number(
            "gini", "inequality of |relevance| over the pixels, 0 even to nearly 1 for one pixel")
        .number("entropy", "of |relevance| over the pixels, in nats, 0 for one pixel")
        .number("center_y", "mean row weighted by |relevance|, in pixels")
        .number("center_x", "mean column weighted by |relevance|, in pixels")
        .whole("height", "of the map, in pixels")
        .whole("width", "of the map, in pixels")
        .whole("original_height", "of the image before preprocessing, in pixels")
        .whole("original_width", "of the image before preprocessing, in pixels")
        .text("model_sha256", "hash of the model file")
        .text("method", "how relevance was computed")
        .optional("composite", DataTypes.StringType, "which rule each layer got, for lrp")
        .schema();
  }

  /** One row per image that could not be explained. */
  public static StructType failures() {
    return new TableSchemas()
        .text("image_id", "the image's key")
        .text("uri", "where the image lies")
        .text("stage", "how far it came: read, decode, preprocess, explain")
        .text("reason", "why it went no further")
        .schema();
  }

  /**
   * One relevance map per image and target.
   *
   * @param encoding how relevances are stored
   */
  public static StructType maps(MapEncoding encoding) {
    TableSchemas columns =
        new TableSchemas()
            .text("image_id", "the image's key")
            .target()
            .whole("height", "of the map, in pixels")
            .whole("width", "of the map, in pixels")
            .whole("channels", "of the map: 1 for the sum over the channels");
    encoding.columns().forEach(columns.fields::add);
    return columns.schema();
  }

  /**
   * One row per target over the whole dataset, and per label and target where that was asked for;
   * arrays are null where there are no maps.
   */
  public static StructType classStatistics() {
    return new TableSchemas()
        .target()
        .optional(
            "label",
            DataTypes.StringType,
            "the true class of the row's images as the dataset names it, null for all images")
        .count("count", "explanations of this target")
        .count("correct", "of them, images whose label is the predicted class")
        .count(
            "images",
            "explained images whose label is the row's, or the target's class in rows over all")
        .optional("accuracy", DataTypes.DoubleType, "share of these images predicted right")
        .number("mean_relevance", "mean of relevance_sum")
        .number("std_relevance", "sample standard deviation of relevance_sum, 0 for one")
        .number("min_relevance", "least relevance_sum")
        .number("p05_relevance", "approximate 5 % quantile of relevance_sum")
        .number("p25_relevance", "approximate 25 % quantile of relevance_sum")
        .number("p50_relevance", "approximate median of relevance_sum")
        .number("p75_relevance", "approximate 75 % quantile of relevance_sum")
        .number("p95_relevance", "approximate 95 % quantile of relevance_sum")
        .number("max_relevance", "largest relevance_sum")
        .number("mean_score", "mean of score")
        .number("mean_residual", "mean of residual")
        .number("mean_positive", "mean of positive_sum")
        .number("mean_negative", "mean of negative_sum")
        .number("mean_gini", "mean of gini")
        .number("mean_entropy", "mean of entropy")
        .optional("map_height", DataTypes.IntegerType, "of the common grid, in cells")
        .optional("map_width", DataTypes.IntegerType, "of the common grid, in cells")
        .grid("mean_map", "mean relevance of each cell")
        .grid("std_map", "sample standard deviation of each cell's relevance")
        .grid("mean_positive_map", "mean of each cell's positive relevance")
        .grid("mean_negative_map", "mean of each cell's negative relevance")
        .schema();
  }

  /** One row per target and layer over the whole dataset. */
  public static StructType layers() {
    return new TableSchemas()
        .target()
        .whole("position", "of the layer in the network, from 0 at the input")
        .text("layer", "its name, as inspect prints it")
        .count("count", "explanations of this target")
        .number("mean_relevance_in", "mean relevance that arrived at its output")
        .number("mean_relevance_out", "mean relevance it handed on: what arrived less what it kept")
        .number("mean_absorbed_bias", "mean relevance its bias kept")
        .number("mean_absorbed_stabilizer", "mean relevance its stabiliser kept")
        .number("mean_absorbed_dead", "mean relevance lost at its neurons of denominator zero")
        .schema();
  }

  /** One row per task, target and layer: sums, from which the table layers is made. */
  public static StructType layerParts() {
    return new TableSchemas()
        .target()
        .whole("position", "of the layer in the network, from 0 at the input")
        .text("layer", "its name, as inspect prints it")
        .count("count", "explanations of this target")
        .number("relevance_in", "sum of the relevance that arrived at its output")
        .number("absorbed_bias", "sum of what its bias kept")
        .number("absorbed_stabilizer", "sum of what its stabiliser kept")
        .number("absorbed_dead", "sum of what was lost at its neurons of denominator zero")
        .schema();
  }

  /** One row per image, target, layer and channel, for the layers of output.concepts. */
  public static StructType concepts() {
    return new TableSchemas()
        .text("image_id", "the image's key")
        .target()
        .text("layer", "the layer's name, as inspect prints it")
        .whole("channel", "of its output, from 0")
        .whole("rank", "of the channel by |relevance| in this layer and explanation, from 1")
        .number("relevance", "sum of the relevance at the channel's values")
        .number("layer_relevance", "the same over all channels of the layer")
        .schema();
  }

  /** One row per image, target and dimension of a Bag-of-Words vector. */
  public static StructType words() {
    return new TableSchemas()
        .text("image_id", "the image's key")
        .target()
        .text("channel", "the feature channel's name in the model")
        .whole("cell", "of the channel's tiling, from 0: grid by grid, row by row")
        .whole("word", "the visual word, a row of the channel's vocabulary")
        .number("value", "x_d: the features' weights on the word, pooled over the cell")
        .number("relevance", "R_d; over all rows of an explanation its sum is score - residual")
        .flag(
            "mapped",
            "whether some local feature of the cell maps to the word; else all share its relevance")
        .schema();
  }

  /** One row per image, target and local feature. */
  public static StructType localFeatures() {
    return new TableSchemas()
        .text("image_id", "the image's key")
        .target()
        .text("channel", "the feature channel's name in the model")
        .whole("feature", "of the channel, from 0: scale by scale, row by row")
        .whole("left", "first column of its area, in pixels of the map")
        .whole("top", "first row of its area")
        .whole("right", "first column behind its area")
        .whole("bottom", "first row below its area")
        .whole("word", "the visual word it has the largest weight on")
        .number("relevance", "R_l; over all rows of an explanation its sum is score - residual")
        .schema();
  }

  private TableSchemas target() {
    return whole("target", "the class whose logit is explained")
        .optional("contrast", DataTypes.IntegerType, "the class whose logit is subtracted first")
        .text("target_name", "the target's name: a class, or A-B for a contrast");
  }

  private TableSchemas text(String name, String comment) {
    return add(name, DataTypes.StringType, false, comment);
  }

  private TableSchemas whole(String name, String comment) {
    return add(name, DataTypes.IntegerType, false, comment);
  }

  private TableSchemas count(String name, String comment) {
    return add(name, DataTypes.LongType, false, comment);
  }

  private TableSchemas number(String name, String comment) {
    return add(name, DataTypes.DoubleType, false, comment);
  }

  private TableSchemas flag(String name, String comment) {
    return add(name, DataTypes.BooleanType, false, comment);
  }

  private TableSchemas grid(String name, String comment) {
    return optional(
        name,
        DataTypes.createArrayType(DataTypes.FloatType, false),
        comment + ", row-major (y, x) on the common grid");
  }

  private TableSchemas optional(String name, DataType type, String comment) {
    return add(name, type, true, comment);
  }

  private TableSchemas add(String name, DataType type, boolean nullable, String comment) {
    fields.add(new StructField(name, type, nullable, Metadata.empty()).withComment(comment));
    return this;
  }

  private StructType schema() {
    return new StructType(fields.toArray(new StructField[0]));
  }
}
