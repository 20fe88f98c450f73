package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.BowRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;
import scala.Tuple2;

/**
 * Rows of the tables words and local_features: one channel of one explanation. Each is thousands of
 * rows, so they are made when their turn comes.
 *
 * @param imageId the image's key
 * @param target what is explained
 * @param channel what was seen of the channel
 */
record BowRows(String imageId, Target target, BowRelevance channel) {
  /** The rows, words first. */
  List<Tuple2<Table, Row>> rows(ClassNames classes) {
    String name = target.name(classes);
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (int dimension = 0; dimension < channel.values().length; dimension++) {
      rows.add(
          new Tuple2<>(
              Table.WORDS,
              RowFactory.create(
                  imageId,
                  target.index(),
                  target.contrast(),
                  name,
                  channel.channel(),
                  dimension / channel.words(),
                  dimension % channel.words(),
                  channel.values()[dimension],
                  channel.relevance()[dimension],
                  channel.mapped()[dimension])));
    }
    for (int i = 0; i < channel.features().size(); i++) {
      BowRelevance.Feature feature = channel.features().get(i);
      rows.add(
          new Tuple2<>(
              Table.LOCAL_FEATURES,
              RowFactory.create(
                  imageId,
                  target.index(),
                  target.contrast(),
                  name,
                  channel.channel(),
                  i,
                  feature.left(),
                  feature.top(),
                  feature.right(),
                  feature.bottom(),
                  feature.word(),
                  feature.relevance())));
    }
    return rows;
  }
}
