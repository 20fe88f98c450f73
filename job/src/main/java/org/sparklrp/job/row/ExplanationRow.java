package org.sparklrp.job.row;

import org.jspecify.annotations.Nullable;
import org.sparklrp.measure.MapMeasures;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.TargetExplanation;

/**
 * A row of the table explanations: the scalars of one image and target; (image_id, target_name) is
 * unique.
 *
 * @param image what is explained
 * @param predicted the class with the largest logit
 * @param explanation of one target
 * @param measures of its map
 * @param provenance what it comes from
 */
public record ExplanationRow(
    ImageFacts image,
    int predicted,
    TargetExplanation explanation,
    MapMeasures measures,
    Provenance provenance) {
  /** The table's columns. */
  public static final Columns<ExplanationRow> COLUMNS =
      Columns.<ExplanationRow>none()
          .text("image_id", "the image's key", row -> row.image.imageId())
          .text("uri", "where the image lies", row -> row.image.uri())
          .textOrNull("label", "the true class as the dataset names it", row -> row.image.label())
          .wholeOrNull(
              "label_index",
              Unit.NONE,
              "the model's class of that name",
              ExplanationRow::labelIndex)
          .textOrNull(
              "subset",
              "the image's value in the column that output.by names",
              row -> row.image.subset())
          .textOrNull(
              "kept",
              "the image's values in the columns that input.keep names, as JSON",
              row -> row.image.kept())
          .whole(
              "predicted", Unit.NONE, "the class with the largest logit", ExplanationRow::predicted)
          .text("predicted_name", "its name", row -> row.provenance.classes().name(row.predicted))
          .with(
              NamedTarget.COLUMNS,
              row -> NamedTarget.of(row.explanation.target(), row.provenance.classes()))
          .number(
              "score",
              Unit.SCORE,
              "the value explained: a logit, or the difference of two",
              row -> row.ledger().score())
          .numberOrNull(
              "probability",
              Unit.SHARE,
              "of the target's class by softmax, or by the sigmoid of a single logit",
              ExplanationRow::probability)
          .number(
              "relevance_sum",
              Unit.SCORE,
              "sum of the relevances of all input values",
              row -> row.ledger().relevanceSum())
          .number(
              "positive_sum",
              Unit.SCORE,
              "sum of the positive relevances of input values",
              row -> row.measures.positiveSum())
          .number(
              "negative_sum",
              Unit.SCORE,
              "sum of the negative relevances of input values",
              row -> row.measures.negativeSum())
          .number(
              "absorbed_bias",
              Unit.SCORE,
              "relevance kept by biases; for integrated-gradients and simple-taylor, the score at the baseline or root",
              row -> row.ledger().absorbedBias())
          .number(
              "absorbed_stabilizer",
              Unit.SCORE,
              "relevance kept by stabilisers",
              row -> row.ledger().absorbedStabilizer())
          .number(
              "absorbed_dead",
              Unit.SCORE,
              "relevance lost at neurons whose denominator is zero",
              row -> row.ledger().absorbedDead())
          .number(
              "absorbed_conditions",
              Unit.SCORE,
              "relevance of channels that method.conditions leave out",
              row -> row.ledger().absorbedConditions())
          .number(
              "residual",
              Unit.SCORE,
              "score - relevance_sum - absorbed_*: rounding for lrp, the method's own remainder for others",
              row -> row.ledger().residual())
          .number(
              "gini",
              Unit.SHARE,
              "inequality of |relevance| over the pixels, 0 even to nearly 1 for one pixel",
              row -> row.measures.gini())
          .number(
              "entropy",
              Unit.NATS,
              "of |relevance| over the pixels, in nats, 0 for one pixel",
              row -> row.measures.entropy())
          .number(
              "center_y",
              Unit.PIXELS,
              "mean row weighted by |relevance|, in pixels",
              row -> row.measures.centerY())
          .number(
              "center_x",
              Unit.PIXELS,
              "mean column weighted by |relevance|, in pixels",
              row -> row.measures.centerX())
          .whole("height", Unit.PIXELS, "of the map, in pixels", row -> row.map().height())
          .whole("width", Unit.PIXELS, "of the map, in pixels", row -> row.map().width())
          .whole(
              "original_height",
              Unit.PIXELS,
              "of the image before preprocessing, in pixels",
              row -> row.image.height())
          .whole(
              "original_width",
              Unit.PIXELS,
              "of the image before preprocessing, in pixels",
              row -> row.image.width())
          .text("model_sha256", "hash of the model file", row -> row.provenance.modelSha256())
          .text("method", "how relevance was computed", row -> row.provenance.method())
          .textOrNull(
              "composite", "which rule each layer got, for lrp", row -> row.provenance.composite());

  /** The row of an explanation, its map measured. */
  public static ExplanationRow of(
      ImageFacts image, int predicted, TargetExplanation explanation, Provenance provenance) {
    return new ExplanationRow(
        image, predicted, explanation, MapMeasures.of(explanation.map()), provenance);
  }

  /** Of outputs that are no classes there is none. */
  private @Nullable Double probability() {
    double probability = explanation.probability();
    return Double.isNaN(probability) ? null : (Double) probability;
  }

  private Ledger ledger() {
    return explanation.ledger();
  }

  private RelevanceMap map() {
    return explanation.map();
  }

  private @Nullable Integer labelIndex() {
    String label = image.label();
    return label == null
        ? null
        : provenance.classes().find(label).stream().boxed().findFirst().orElse(null);
  }
}
