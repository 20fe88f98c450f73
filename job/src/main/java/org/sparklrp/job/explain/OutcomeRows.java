package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.MapEncoding;
import org.sparklrp.job.table.Table;
import org.sparklrp.measure.MapMeasures;
import org.sparklrp.relevance.ChannelRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import scala.Tuple2;

/**
 * Turns outcomes into rows of the tables explanations, maps, concepts and failures, with the
 * columns in the order of {@link org.sparklrp.job.table.TableSchemas}.
 *
 * @param classes the classes of the model
 * @param encoding how maps are stored, if at all
 * @param modelSha256 the model file's hash
 * @param method the method's name
 * @param composite the composite's name, where the method has one
 * @param conceptChannels channels per layer in the table concepts, 0 for all
 */
record OutcomeRows(
    ClassNames classes,
    MapEncoding encoding,
    String modelSha256,
    String method,
    @Nullable String composite,
    int conceptChannels)
    implements Serializable {

  /** The rows of one image. */
  List<Tuple2<Table, Row>> of(PreparedImage.Ready image, Outcome outcome) {
    SourceImage source = image.source();
    if (!outcome.imageId().equals(source.imageId())) {
      throw new IllegalStateException(
          "The explainer answered for %s where %s was asked"
              .formatted(outcome.imageId(), source.imageId()));
    }
    if (outcome instanceof Outcome.Explained explained) {
      return explained(image, explained);
    }
    return List.of(failure(source, (Outcome.Failed) outcome));
  }

  /** The row of an image that could not be explained. */
  Tuple2<Table, Row> failure(SourceImage source, Outcome.Failed failure) {
    return new Tuple2<>(
        Table.FAILURES,
        RowFactory.create(
            source.imageId(),
            source.uri(),
            failure.stage().name().toLowerCase(Locale.ROOT),
            failure.reason()));
  }

  private List<Tuple2<Table, Row>> explained(PreparedImage.Ready image, Outcome.Explained outcome) {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (TargetExplanation explanation : outcome.explanations()) {
      rows.add(new Tuple2<>(Table.EXPLANATIONS, scalars(image, outcome.predicted(), explanation)));
      if (encoding.content() != OutputConfig.Maps.NONE) {
        rows.add(new Tuple2<>(Table.MAPS, map(image.source(), explanation)));
      }
      for (ChannelRelevance concept : explanation.layers().concepts()) {
        addConcepts(rows, image.source(), explanation.target(), concept);
      }
    }
    return rows;
  }

  private Row scalars(PreparedImage.Ready image, int predicted, TargetExplanation explanation) {
    Target target = explanation.target();
    Ledger ledger = explanation.ledger();
    MapMeasures measures = MapMeasures.of(explanation.map());
    return RowFactory.create(
        image.source().imageId(),
        image.source().uri(),
        image.source().label(),
        labelIndex(image.source().label()),
        predicted,
        classes.name(predicted),
        target.index(),
        target.contrast(),
        target.name(classes),
        ledger.score(),
        Double.isNaN(explanation.probability()) ? null : explanation.probability(),
        ledger.relevanceSum(),
        measures.positiveSum(),
        measures.negativeSum(),
        ledger.absorbedBias(),
        ledger.absorbedStabilizer(),
        ledger.absorbedDead(),
        ledger.absorbedConditions(),
        ledger.residual(),
        measures.gini(),
        measures.entropy(),
        measures.centerY(),
        measures.centerX(),
        explanation.map().height(),
        explanation.map().width(),
        image.originalHeight(),
        image.originalWidth(),
        modelSha256,
        method,
        composite);
  }

  private void addConcepts(
      List<Tuple2<Table, Row>> rows, SourceImage source, Target target, ChannelRelevance concept) {
    double[] values = concept.values();
    double total = Arrays.stream(values).sum();
    List<Integer> ranked =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(channel -> -Math.abs(values[channel])))
            .limit(conceptChannels == 0 ? values.length : conceptChannels)
            .toList();
    for (int rank = 0; rank < ranked.size(); rank++) {
      int channel = ranked.get(rank);
      rows.add(
          new Tuple2<>(
              Table.CONCEPTS,
              RowFactory.create(
                  source.imageId(),
                  target.index(),
                  target.contrast(),
                  target.name(classes),
                  concept.layer(),
                  channel,
                  rank + 1,
                  values[channel],
                  total)));
    }
  }

  private Row map(SourceImage source, TargetExplanation explanation) {
    Target target = explanation.target();
    List<Object> cells = new ArrayList<>();
    cells.add(source.imageId());
    cells.add(target.index());
    cells.add(target.contrast());
    cells.add(target.name(classes));
    cells.add(explanation.map().height());
    cells.add(explanation.map().width());
    cells.add(encoding.channels(explanation.map()));
    cells.addAll(encoding.cells(explanation.map()));
    return RowFactory.create(cells.toArray());
  }

  private @Nullable Integer labelIndex(@Nullable String label) {
    OptionalInt index = label == null ? OptionalInt.empty() : classes.find(label);
    return index.isPresent() ? (Integer) index.getAsInt() : null;
  }
}
