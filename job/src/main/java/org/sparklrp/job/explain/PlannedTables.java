package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.row.ConceptRow;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.LocalFeatureRow;
import org.sparklrp.job.row.MapRow;
import org.sparklrp.job.row.Provenance;
import org.sparklrp.job.row.WordRow;
import org.sparklrp.job.statistics.LayerSums;
import org.sparklrp.job.table.RunTables;
import org.sparklrp.job.table.Table;

/**
 * Which tables the tasks of a run write, and how an outcome becomes their rows.
 *
 * @param schemas of the tables
 * @param rows makes them
 */
record PlannedTables(Map<Table, StructType> schemas, OutcomeRows rows) implements Serializable {
  /** The method of Bag-of-Words models, as the table explanations names it. */
  private static final String BAG_OF_WORDS = "bag-of-words";

  /** Copies the map. */
  PlannedTables {
    schemas = Map.copyOf(schemas);
  }

  /** The tables of a configuration. */
  static PlannedTables of(JobConfig config, Recipe recipe) {
    return new PlannedTables(schemas(config.output()), rows(config, recipe));
  }

  private static Map<Table, StructType> schemas(OutputConfig output) {
    Map<Table, StructType> schemas = new EnumMap<>(Table.class);
    schemas.put(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
    schemas.put(Table.FAILURES, FailureRow.COLUMNS.schema());
    if (RunTables.hasMaps(output)) {
      schemas.put(Table.MAPS, MapRow.columns(RunTables.encoding(output)).schema());
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

  private static OutcomeRows rows(JobConfig config, Recipe recipe) {
    MethodConfig method = config.method();
    boolean hasLayers = recipe.spec() instanceof ExplainerSpec.LrpSpec;
    Provenance provenance =
        new Provenance(
            recipe.spec().classes(),
            recipe.model().sha256(),
            hasLayers ? method.name().key() : BAG_OF_WORDS,
            hasLayers && method.name() == MethodConfig.Name.LRP
                ? method.rules().composite()
                : null);
    return new OutcomeRows(
        provenance, RunTables.encoding(config.output()), config.output().conceptChannels());
  }
}
