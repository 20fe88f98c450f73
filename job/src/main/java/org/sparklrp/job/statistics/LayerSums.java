package org.sparklrp.job.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.LayerFlow;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import scala.Tuple2;

/** What one task saw of the layers, added up per target and layer. */
public final class LayerSums {
  private record Key(Target target, int position, String layer) {}

  private static final class Sums {
    private long count;
    private double relevanceIn;
    private double relevanceOut;
    private double bias;
    private double stabilizer;
    private double dead;
  }

  /** A row of the table layer_parts. */
  private record Part(NamedTarget target, Key key, Sums sums) {}

  private static final Columns<Part> COLUMNS =
      Columns.<Part>none()
          .with(NamedTarget.COLUMNS, Part::target)
          .whole(
              "position",
              Unit.NONE,
              "of the layer in the network, from 0 at the input",
              part -> part.key.position)
          .text("layer", "its name, as inspect prints it", part -> part.key.layer)
          .count("count", "explanations of this target", part -> part.sums.count)
          .number(
              "relevance_in",
              Unit.SCORE,
              "sum of the relevance that arrived at its output",
              part -> part.sums.relevanceIn)
          .number(
              "relevance_out",
              Unit.SCORE,
              "sum of the relevance it handed on",
              part -> part.sums.relevanceOut)
          .number("absorbed_bias", Unit.SCORE, "sum of what its bias kept", part -> part.sums.bias)
          .number(
              "absorbed_stabilizer",
              Unit.SCORE,
              "sum of what its stabiliser kept",
              part -> part.sums.stabilizer)
          .number(
              "absorbed_dead",
              Unit.SCORE,
              "sum of what was lost at its neurons of denominator zero",
              part -> part.sums.dead);

  private final Map<Key, Sums> sums = new LinkedHashMap<>();

  /** Adds an explanation. */
  public void add(TargetExplanation explanation) {
    for (LayerFlow flow : explanation.layers().flows()) {
      Sums own =
          sums.computeIfAbsent(
              new Key(explanation.target(), flow.position(), flow.layer()), key -> new Sums());
      own.count++;
      own.relevanceIn += flow.relevanceIn();
      own.relevanceOut += flow.relevanceOut();
      own.bias += flow.absorbedBias();
      own.stabilizer += flow.absorbedStabilizer();
      own.dead += flow.absorbedDead();
    }
  }

  /** One row per task, target and layer: sums, from which the table layers is made. */
  public static StructType schema() {
    return COLUMNS.schema();
  }

  /** The rows of the task. */
  public List<Tuple2<Table, Row>> rows(ClassNames classes) {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    sums.forEach(
        (key, own) -> {
          Part part = new Part(NamedTarget.of(key.target, classes), key, own);
          rows.add(new Tuple2<>(Table.LAYER_PARTS, COLUMNS.row(part)));
        });
    return rows;
  }
}
