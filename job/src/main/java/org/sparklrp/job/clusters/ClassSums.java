package org.sparklrp.job.clusters;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.sparklrp.audit.suspicion.ClassMaps;
import scala.Tuple2;

/**
 * Where each class has its positive relevance: the sums of its maps' distributions over the cells.
 *
 * @param perClass by class
 * @param all over all classes
 */
record ClassSums(Map<Integer, double[]> perClass, double[] all) {
  /** Adds up; one small array per class comes to the driver. */
  static ClassSums of(JavaRDD<Row> members, int cells) {
    Map<Integer, double[]> perClass =
        new HashMap<>(
            members
                .mapToPair(
                    row ->
                        new Tuple2<>(
                            row.<Integer>getAs("target"),
                            ClassMaps.distribution(Vectors.floats(row.<byte[]>getAs("pooled")))))
                .reduceByKey(ClassSums::sum)
                .collectAsMap());
    double[] all = new double[cells];
    perClass.keySet().stream().sorted().forEach(target -> add(all, perClass.get(target)));
    return new ClassSums(perClass, all);
  }

  /** What the classes but one come to. */
  static double[] without(
      int target, Broadcast<Map<Integer, double[]>> perClass, Broadcast<double[]> all) {
    double[] others = all.value().clone();
    double[] own = perClass.value().getOrDefault(target, new double[others.length]);
    for (int cell = 0; cell < others.length; cell++) {
      others[cell] = Math.max(0, others[cell] - own[cell]);
    }
    return others;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    add(sum, b);
    return sum;
  }

  private static void add(double[] to, double[] values) {
    for (int cell = 0; cell < to.length; cell++) {
      to[cell] += values[cell];
    }
  }
}
