package org.sparklrp.job.dictionary;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.clusters.ClusterTables;
import org.sparklrp.job.evaluate.EvaluationTables;
import org.sparklrp.job.history.DriftRow;
import org.sparklrp.job.regions.RegionTables;
import org.sparklrp.job.row.ConceptRow;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.LocalFeatureRow;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;
import org.sparklrp.job.row.WordRow;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.statistics.LayerTableWriter;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.verify.FindingTables;

/** The columns of every table in words. */
final class DataDictionary {
  /** As they are stored by default; binary types have a column scale besides. */
  private static final MapEncoding MAPS =
      new MapEncoding(OutputConfig.Maps.SIGNED_SUM, OutputConfig.Type.FLOAT32);

  private DataDictionary() {}

  /** The tables that a run keeps, each with its columns, in the order of the commands. */
  static Map<Table, StructType> tables() {
    Map<Table, StructType> tables = new EnumMap<>(Table.class);
    tables.put(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
    tables.put(Table.MAPS, MapRow.columns(MAPS).schema());
    tables.put(Table.FAILURES, FailureRow.COLUMNS.schema());
    tables.put(Table.CLASS_STATISTICS, ClassStatisticsTable.schema());
    tables.put(Table.CLASS_STATES, ClassStatisticsTable.statesSchema());
    tables.put(Table.LAYERS, LayerTableWriter.schema());
    tables.put(Table.CONCEPTS, ConceptRow.COLUMNS.schema());
    tables.put(Table.WORDS, WordRow.COLUMNS.schema());
    tables.put(Table.LOCAL_FEATURES, LocalFeatureRow.COLUMNS.schema());
    tables.putAll(RegionTables.schemas());
    tables.putAll(ClusterTables.schemas());
    tables.putAll(FindingTables.schemas());
    tables.put(Table.DRIFT, DriftRow.schema());
    tables.putAll(EvaluationTables.schemas());
    return tables;
  }

  /** A table as a section in Markdown. */
  static String markdown(Table table, StructType columns) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(table.folder()).append("\n\n");
    String rows = table.rows();
    text.append(rows.substring(0, 1).toUpperCase(Locale.ROOT)).append(rows.substring(1));
    text.append(".\n\n| column | type | unit | meaning |\n|---|---|---|---|\n");
    for (StructField field : columns.fields()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s%s | %s | %s |\n",
              field.name(),
              type(field.dataType()),
              field.nullable() ? ", or null" : "",
              field.metadata().contains("unit") ? field.metadata().getString("unit") : "",
              cell(field.getComment().getOrElse(() -> ""))));
    }
    return text.toString();
  }

  private static String type(DataType type) {
    return type instanceof ArrayType array
        ? "array of " + type(array.elementType())
        : type.catalogString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
