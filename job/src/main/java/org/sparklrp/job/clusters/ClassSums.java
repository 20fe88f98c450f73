package org.sparklrp.job.clusters;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.sparklrp.audit.suspicion.ClassMaps;
import scala.Tuple2;

/**
 * Where each class has its positive relevance: the sums of its maps' distributions over the cells.
 * Added up in whole numbers, so that the order of partitions leaves no trace.
 *
 * @param perClass by class
 * @param all over all classes
 */
record ClassSums(Map<Integer, double[]> perClass, double[] all) {
  /** Small enough for a billion maps in a long. */
  private static final double UNIT = 1L << 32;

  /** Adds up; one small array per class comes to the driver. */
  static ClassSums of(JavaRDD<Row> members, int cells) {
    Map<Integer, long[]> sums =
        new HashMap<>(
            members
                .mapToPair(
                    row ->
                        new Tuple2<>(
                            row.<Integer>getAs("target"),
                            whole(
                                ClassMaps.distribution(
                                    Vectors.floats(row.<byte[]>getAs("pooled"))))))
                .reduceByKey(ClassSums::sum)
                .collectAsMap());
    Map<Integer, double[]> perClass = new HashMap<>();
    sums.forEach(
        (target, sum) -> perClass.put(target, Arrays.stream(sum).asDoubleStream().toArray()));
    double[] all = new double[cells];
    new TreeMap<>(perClass).values().forEach(sum -> add(all, sum));
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

  private static long[] whole(double[] distribution) {
    return Arrays.stream(distribution).mapToLong(value -> Math.round(value * UNIT)).toArray();
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int cell = 0; cell < sum.length; cell++) {
      sum[cell] += b[cell];
    }
    return sum;
  }

  private static void add(double[] to, double[] values) {
    for (int cell = 0; cell < to.length; cell++) {
      to[cell] += values[cell];
    }
  }
}
