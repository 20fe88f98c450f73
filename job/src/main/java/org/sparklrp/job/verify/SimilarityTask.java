package org.sparklrp.job.verify;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.audit.spectral.MapPool;
import org.sparklrp.audit.suspicion.ClassMaps;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;

/**
 * How much each map of a class has in the regions of its findings.
 *
 * @param encoding how the maps are stored
 * @param grid side of the regions in cells
 * @param regions per name of a class and number of a cluster, whether each cell is inside
 */
record SimilarityTask(
    MapEncoding encoding, int grid, Broadcast<Map<String, Map<Integer, boolean[]>>> regions)
    implements MapPartitionsFunction<StoredMap, Row> {
  static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("target_name", DataTypes.StringType)
          .add("cluster", DataTypes.IntegerType)
          .add("similarity", DataTypes.DoubleType);

  @Override
  public Iterator<Row> call(Iterator<StoredMap> maps) {
    MapPool pool = new MapPool(grid);
    List<Row> rows = new ArrayList<>();
    while (maps.hasNext()) {
      StoredMap map = maps.next();
      Map<Integer, boolean[]> own = regions.value().getOrDefault(map.getTargetName(), Map.of());
      if (!own.isEmpty()) {
        double[] spread =
            ClassMaps.distribution(
                pool.pooled(map.signedSum(encoding), map.getHeight(), map.getWidth()));
        own.forEach(
            (cluster, inside) ->
                rows.add(
                    RowFactory.create(
                        map.getImageId(),
                        map.getTargetName(),
                        cluster,
                        new Region(grid, inside).share(spread))));
      }
    }
    return rows.iterator();
  }
}
