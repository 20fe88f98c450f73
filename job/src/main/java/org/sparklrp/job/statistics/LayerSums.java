package org.sparklrp.job.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
    private double bias;
    private double stabilizer;
    private double dead;
  }

  private final Map<Key, Sums> sums = new LinkedHashMap<>();

  /** Adds an explanation. */
  public void add(TargetExplanation explanation) {
    for (LayerFlow flow : explanation.layers().flows()) {
      Sums own =
          sums.computeIfAbsent(
              new Key(explanation.target(), flow.position(), flow.layer()), key -> new Sums());
      own.count++;
      own.relevanceIn += flow.relevanceIn();
      own.bias += flow.absorbedBias();
      own.stabilizer += flow.absorbedStabilizer();
      own.dead += flow.absorbedDead();
    }
  }

  /** The rows of the task. */
  public List<Tuple2<Table, Row>> rows(ClassNames classes) {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    sums.forEach(
        (key, own) ->
            rows.add(
                new Tuple2<>(
                    Table.LAYER_PARTS,
                    RowFactory.create(
                        key.target.index(),
                        key.target.contrast(),
                        key.target.name(classes),
                        key.position,
                        key.layer,
                        own.count,
                        own.relevanceIn,
                        own.bias,
                        own.stabilizer,
                        own.dead))));
    return rows;
  }
}
