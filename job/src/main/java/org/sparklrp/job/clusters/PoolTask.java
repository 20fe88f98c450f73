package org.sparklrp.job.clusters;

import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.audit.spectral.MapPool;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;

/**
 * Pools maps where they lie: a kilobyte or two per map leaves the task.
 *
 * @param encoding how the maps are stored
 * @param grid the side of the pooled maps, in cells
 * @param seed of the images' hashes
 */
public record PoolTask(MapEncoding encoding, int grid, long seed)
    implements MapPartitionsFunction<StoredMap, Row> {
  /** The rows' columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("target_name", DataTypes.StringType)
          .add("hash", DataTypes.LongType)
          .add("pooled", DataTypes.BinaryType)
          .add("direction", DataTypes.BinaryType);

  @Override
  public Iterator<Row> call(Iterator<StoredMap> maps) {
    MapPool pool = new MapPool(grid);
    Iterable<StoredMap> each = () -> maps;
    return StreamSupport.stream(each.spliterator(), false).map(map -> row(map, pool)).iterator();
  }

  private Row row(StoredMap map, MapPool pool) {
    float[] pooled = pool.pooled(map.signedSum(encoding), map.getHeight(), map.getWidth());
    return RowFactory.create(
        map.getImageId(),
        map.getTargetName(),
        IdHash.of(map.getImageId(), seed),
        Vectors.bytes(pooled),
        Vectors.bytes(pool.direction(pooled)));
  }
}
