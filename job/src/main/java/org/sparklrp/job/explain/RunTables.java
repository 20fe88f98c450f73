package org.sparklrp.job.explain;

import java.util.EnumMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.row.ConceptRow;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.LocalFeatureRow;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;
import org.sparklrp.job.row.WordRow;
import org.sparklrp.job.statistics.LayerSums;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableFolder;

/**
 * The tables that a run's tasks write, as they are read back.
 *
 * @param session reads them
 * @param output which tables there are
 * @param folder they lie in it
 */
record RunTables(SparkSession session, OutputConfig output, Path folder) {

  /** Which tables a run has. */
  static Map<Table, StructType> schemas(OutputConfig output) {
    Map<Table, StructType> schemas = new EnumMap<>(Table.class);
    schemas.put(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
    schemas.put(Table.FAILURES, FailureRow.COLUMNS.schema());
    if (output.maps() != OutputConfig.Maps.NONE) {
      schemas.put(Table.MAPS, MapRow.columns(encoding(output)).schema());
    }
    if (output.wishes().flows()) {
      schemas.put(Table.LAYER_PARTS, LayerSums.schema());
    }
    if (!output.wishes().concepts().isEmpty()) {
      schemas.put(Table.CONCEPTS, ConceptRow.COLUMNS.schema());
    }
    if (output.bowDetails()) {
      schemas.put(Table.WORDS, WordRow.COLUMNS.schema());
      schemas.put(Table.LOCAL_FEATURES, LocalFeatureRow.COLUMNS.schema());
    }
    return schemas;
  }

  /** How the table maps stores relevances. */
  static MapEncoding encoding(OutputConfig output) {
    return new MapEncoding(output.maps(), output.type());
  }

  MapEncoding encoding() {
    return encoding(output);
  }

  boolean hasMaps() {
    return output.maps() != OutputConfig.Maps.NONE;
  }

  Dataset<Row> explanations() {
    return read(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
  }

  Dataset<Row> failures() {
    return read(Table.FAILURES, FailureRow.COLUMNS.schema());
  }

  Dataset<Row> maps() {
    return read(Table.MAPS, MapRow.columns(encoding()).schema());
  }

  Dataset<Row> read(Table table, StructType schema) {
    return TableFolder.read(session, new Path(folder, table.folder()), schema);
  }
}
