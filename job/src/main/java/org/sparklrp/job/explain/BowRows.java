package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.BowRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import scala.Tuple2;

/**
 * Turns what was seen inside a Bag-of-Words model into rows of the tables bow_words and
 * bow_features.
 */
final class BowRows {
  private static final int AREA = 4;

  private final String imageId;
  private final Target target;
  private final String targetName;
  private final BowRelevance relevance;

  /** The rows of one explanation. */
  BowRows(String imageId, TargetExplanation explanation, ClassNames classes) {
    this.imageId = imageId;
    this.target = explanation.target();
    this.targetName = target.name(classes);
    this.relevance = explanation.bagOfWords();
  }

  List<Tuple2<Table, Row>> rows() {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (BowRelevance.Channel channel : relevance.channels()) {
      addWords(channel, rows);
      addFeatures(channel, rows);
    }
    return rows;
  }

  private void addWords(BowRelevance.Channel channel, List<Tuple2<Table, Row>> rows) {
    double[] words = channel.words();
    for (int dimension = 0; dimension < words.length; dimension++) {
      if (words[dimension] != 0) {
        rows.add(
            new Tuple2<>(
                Table.BOW_WORDS,
                RowFactory.create(
                    imageId,
                    target.index(),
                    target.contrast(),
                    targetName,
                    channel.name(),
                    dimension / channel.vocabulary(),
                    dimension % channel.vocabulary(),
                    words[dimension])));
      }
    }
  }

  private void addFeatures(BowRelevance.Channel channel, List<Tuple2<Table, Row>> rows) {
    int[] areas = channel.areas();
    for (int feature = 0; feature < channel.features().length; feature++) {
      rows.add(
          new Tuple2<>(
              Table.BOW_FEATURES,
              RowFactory.create(
                  imageId,
                  target.index(),
                  target.contrast(),
                  targetName,
                  channel.name(),
                  feature,
                  areas[AREA * feature],
                  areas[AREA * feature + 1],
                  areas[AREA * feature + 2],
                  areas[AREA * feature + 3],
                  channel.features()[feature])));
    }
  }
}
