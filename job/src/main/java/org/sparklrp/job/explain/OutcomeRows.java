package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.row.ConceptRow;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.ImageFacts;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.job.row.Provenance;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.ChannelRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetExplanation;
import scala.Tuple2;

/**
 * Which rows of which tables an outcome gives: explanations, maps, concepts and failures.
 *
 * @param provenance what the explanations come from
 * @param encoding how maps are stored, if at all
 * @param conceptChannels channels per layer in the table concepts, 0 for all
 */
record OutcomeRows(Provenance provenance, MapEncoding encoding, int conceptChannels)
    implements Serializable {

  /** The classes of the model. */
  ClassNames classes() {
    return provenance.classes();
  }

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
    FailureRow row = new FailureRow(source.imageId(), source.uri(), failure);
    return new Tuple2<>(Table.FAILURES, FailureRow.COLUMNS.row(row));
  }

  private List<Tuple2<Table, Row>> explained(PreparedImage.Ready image, Outcome.Explained outcome) {
    SourceImage source = image.source();
    ImageFacts facts =
        new ImageFacts(
            source.imageId(),
            source.uri(),
            source.label(),
            source.columns().subset(),
            source.columns().kept(),
            image.originalHeight(),
            image.originalWidth());
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (TargetExplanation explanation : outcome.explanations()) {
      ExplanationRow scalars =
          ExplanationRow.of(facts, outcome.predicted(), explanation, provenance);
      rows.add(new Tuple2<>(Table.EXPLANATIONS, ExplanationRow.COLUMNS.row(scalars)));
      NamedTarget target = NamedTarget.of(explanation.target(), classes());
      if (encoding.content() != OutputConfig.Maps.NONE) {
        MapRow map = MapRow.of(facts.imageId(), target, explanation.map(), encoding);
        rows.add(new Tuple2<>(Table.MAPS, MapRow.columns(encoding).row(map)));
      }
      for (ChannelRelevance layer : explanation.layers().concepts()) {
        for (ConceptRow concept : ConceptRow.of(facts.imageId(), target, layer, conceptChannels)) {
          rows.add(new Tuple2<>(Table.CONCEPTS, ConceptRow.COLUMNS.row(concept)));
        }
      }
    }
    return rows;
  }
}
