package org.sparklrp.job.clusters;

import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.sparklrp.audit.spectral.SpectralClustering;
import org.sparklrp.config.key.ClusterConfig;
import org.sparklrp.job.table.Table;
import scala.Tuple2;

/**
 * Clusters the classes of a task, one after the other.
 *
 * @param config what is done
 * @param seed of whatever is random
 * @param draws classes of shuffled maps per class
 * @param sample where they are drawn from
 * @param perClass where each class has its positive relevance
 * @param all where all classes together have it
 */
record ClusterTask(
    ClusterConfig config,
    long seed,
    int draws,
    MapSample sample,
    Broadcast<Map<Integer, double[]>> perClass,
    Broadcast<double[]> all)
    implements PairFlatMapFunction<Iterator<Row>, Table, Row> {

  /** Rows of one class stand together, those of small hash first. */
  @Override
  public Iterator<Tuple2<Table, Row>> call(Iterator<Row> rows) {
    return new ClassIterator(rows, this);
  }

  SpectralClustering.Settings settings() {
    return new SpectralClustering.Settings(config.neighbours(), config.eigenvalues(), seed);
  }

  double[] foreign(int target) {
    return ClassSums.without(target, perClass, all);
  }

  /** The suspicion of classes of shuffled maps of this one's size. */
  double[] chance(int target, int size) {
    return sample.maps().suspicions(target, size, draws, settings(), all.value());
  }
}
