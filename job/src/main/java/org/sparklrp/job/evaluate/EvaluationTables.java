package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.audit.evaluation.Measure;
import org.sparklrp.audit.inference.MeanInterval;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.fault.Keyword;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;

/** The columns of the tables of the command evaluate. */
public final class EvaluationTables {
  private static final String INTERVAL = " end of its 95 % interval";

  /**
   * A row of the table evaluation.
   *
   * @param method its name
   * @param measure what is measured
   * @param replacement of removed pixels, or null
   * @param target the explained class's name; null: all
   * @param value its mean; null without one
   * @param n images with a number
   * @param difference to the first method; null without one
   * @param qValue of the difference; null without one
   * @param missing images without a number
   * @param reason why; null for none
   */
  record Line(
      String method,
      Measure measure,
      @Nullable PixelReplacement replacement,
      @Nullable String target,
      @Nullable MeanInterval value,
      int n,
      @Nullable MeanInterval difference,
      @Nullable Double qValue,
      int missing,
      @Nullable String reason) {}

  /**
   * A row of the table evaluation_curves.
   *
   * @param method its name
   * @param point the rest
   */
  record CurvePoint(String method, MeanCurves.Point point) {}

  /**
   * A row of the table evaluation_images.
   *
   * @param imageId the image's key
   * @param target the explained class's name
   * @param method its name
   * @param value the number, or why there is none
   */
  record ImageValue(String imageId, String target, String method, EvaluatedImage.Value value) {}

  static final Columns<Line> EVALUATION =
      Columns.<Line>none()
          .text(
              "method",
              "as evaluate.methods has it; random and constant know nothing",
              Line::method)
          .text("metric", "what is measured", line -> line.measure().word())
          .textOrNull(
              "replacement",
              "what removed pixels are replaced by, where any are",
              line -> word(line.replacement()))
          .textOrNull("target_name", "the explained class; null: all", Line::target)
          .text(
              "better",
              "high or low values are better, or neither",
              line -> line.measure().better().name().toLowerCase(Locale.ROOT))
          .numberOrNull(
              "value", Unit.NONE, "mean over the images", of(Line::value, MeanInterval::mean))
          .numberOrNull(
              "lower", Unit.NONE, "lower" + INTERVAL, of(Line::value, MeanInterval::lower))
          .numberOrNull(
              "upper", Unit.NONE, "upper" + INTERVAL, of(Line::value, MeanInterval::upper))
          .whole("n", Unit.COUNT, "images with a number", Line::n)
          .numberOrNull(
              "difference",
              Unit.NONE,
              "mean of this method's number less the first method's, image by image",
              of(Line::difference, MeanInterval::mean))
          .numberOrNull(
              "difference_lower",
              Unit.NONE,
              "lower" + INTERVAL,
              of(Line::difference, MeanInterval::lower))
          .numberOrNull(
              "difference_upper",
              Unit.NONE,
              "upper" + INTERVAL,
              of(Line::difference, MeanInterval::upper))
          .numberOrNull(
              "q_value",
              Unit.SHARE,
              "false discovery rate of the difference, over all rows for all classes, or all rows for"
                  + " single ones",
              Line::qValue)
          .whole("missing", Unit.COUNT, "images without a number", Line::missing)
          .textOrNull("reason", "why most of those have none", Line::reason);

  static final Columns<CurvePoint> CURVES =
      Columns.<CurvePoint>none()
          .text("method", "as in the table evaluation", CurvePoint::method)
          .text(
              "replacement",
              "what removed pixels are replaced by",
              each -> Keyword.of(each.point().replacement()))
          .text(
              "order",
              "morf: the most relevant pixels go first; lerf: the least; those of random go at random",
              each -> each.point().isMostRelevantFirst() ? "morf" : "lerf")
          .whole("step", Unit.NONE, "0: the whole image", each -> each.point().step())
          .number("score", Unit.SCORE, "mean score of the class", each -> each.point().score())
          .numberOrNull(
              "probability",
              Unit.SHARE,
              "mean probability of the class",
              each -> orNull(each.point().probability()));

  static final Columns<ImageValue> IMAGES =
      Columns.<ImageValue>none()
          .text("image_id", "the image's key", ImageValue::imageId)
          .text("target_name", "the explained class", ImageValue::target)
          .text("method", "as in the table evaluation", ImageValue::method)
          .text("metric", "what is measured", each -> each.value().place().measure().word())
          .textOrNull(
              "replacement",
              "what removed pixels are replaced by, where any are",
              each -> word(each.value().place().replacement()))
          .numberOrNull("value", Unit.NONE, "the number", each -> orNull(each.value().number()))
          .textOrNull(
              "reason",
              "why there is none",
              each -> each.value().reason().isEmpty() ? null : each.value().reason());

  private EvaluationTables() {}

  /** The tables' columns. */
  public static Map<Table, StructType> schemas() {
    return Map.of(
        Table.EVALUATION, EVALUATION.schema(),
        Table.EVALUATION_CURVES, CURVES.schema(),
        Table.EVALUATION_IMAGES, IMAGES.schema());
  }

  private static Function<Line, @Nullable Double> of(
      Function<Line, @Nullable MeanInterval> interval, Function<MeanInterval, Double> part) {
    return line -> {
      MeanInterval there = interval.apply(line);
      return there == null ? null : orNull(part.apply(there));
    };
  }

  private static @Nullable String word(@Nullable PixelReplacement replacement) {
    return replacement == null ? null : Keyword.of(replacement);
  }

  private static @Nullable Double orNull(double number) {
    return Double.isNaN(number) ? null : number;
  }

  /** The rows of the table evaluation; those of refused methods say why. */
  static List<Line> lines(EvaluateResult result) {
    List<Line> lines = new ArrayList<>();
    List<String> names = result.methods().all();
    Set<EvaluatedImage.Place> ofFirst = new LinkedHashSet<>();
    for (EvaluationTable.Line line : result.table().lines()) {
      EvaluatedImage.Place place = line.place();
      Integer target = line.target();
      if (place.method() == 0 && target == null) {
        ofFirst.add(place);
      }
      lines.add(
          new Line(
              names.get(place.method()),
              place.measure(),
              place.replacement(),
              target == null ? null : result.classes().name(target),
              line.n() == 0 ? null : line.value(),
              line.n(),
              line.difference(),
              orNull(line.qValue()),
              line.missing(),
              line.reason().isEmpty() ? null : line.reason()));
    }
    for (Map.Entry<String, String> refused : result.methods().refused().entrySet()) {
      for (EvaluatedImage.Place place : ofFirst) {
        lines.add(
            new Line(
                refused.getKey(),
                place.measure(),
                place.replacement(),
                null,
                null,
                0,
                null,
                null,
                result.images().size(),
                refused.getValue()));
      }
    }
    return lines;
  }

  /** The rows of the table evaluation_images. */
  static List<ImageValue> imageValues(EvaluateResult result) {
    List<ImageValue> values = new ArrayList<>();
    List<String> names = result.methods().all();
    for (EvaluatedImage image : result.images()) {
      for (EvaluatedImage.Value value : image.values()) {
        values.add(
            new ImageValue(
                image.imageId(),
                result.classes().name(image.target()),
                names.get(value.place().method()),
                value));
      }
    }
    return values;
  }
}
