package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.sparklrp.job.row.LocalFeatureRow;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.job.row.WordRow;
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
    NamedTarget named = NamedTarget.of(target, classes);
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (int dimension = 0; dimension < channel.values().length; dimension++) {
      WordRow word = new WordRow(imageId, named, channel, dimension);
      rows.add(new Tuple2<>(Table.WORDS, WordRow.COLUMNS.row(word)));
    }
    for (int i = 0; i < channel.features().size(); i++) {
      LocalFeatureRow feature = new LocalFeatureRow(imageId, named, channel, i);
      rows.add(new Tuple2<>(Table.LOCAL_FEATURES, LocalFeatureRow.COLUMNS.row(feature)));
    }
    return rows;
  }
}
