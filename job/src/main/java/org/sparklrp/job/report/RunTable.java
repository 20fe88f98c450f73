package org.sparklrp.job.report;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;

/**
 * The tables of a run, which may lack some.
 *
 * @param session reads them
 * @param run has them
 */
record RunTable(SparkSession session, FinishedRun run) {
  boolean has(Table table) {
    return run.has(table, session.sessionState().newHadoopConf());
  }

  Dataset<Row> rows(Table table) {
    return run.rows(session, table);
  }

  /** All rows of a small table; none where it is not there. */
  List<Row> all(Table table) {
    return has(table) ? rows(table).collectAsList() : List.of();
  }
}
