package org.sparklrp.job.bow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.train.WordSums;
import org.sparklrp.bow.vocabulary.Vocabulary;

/**
 * Finds visual words by k-means: MLlib's on a part of the sample, then further steps over all of it
 * with the vectorised distances of {@link Vocabulary}. MLlib computes one distance of dense points
 * at a time; on the whole sample that took nine tenths of a training.
 *
 * @param session runs it
 * @param seed of the start
 * @param dimension the length of a feature
 * @param words the number of words to find
 */
record WordClustering(SparkSession session, long seed, int dimension, int words) {
  private static final Logger LOG = LoggerFactory.getLogger(WordClustering.class);
  private static final int START_FEATURES_PER_WORD = 16;
  private static final int START_STEPS = 3;
  private static final int STEPS = 25;
  private static final double LEAST_GAIN = 1e-3;
  private static final int PARTIAL_SUMS = 32;
  private static final String POINT = "point";

  /**
   * The words of a sample; fewer than wanted where fewer are nearest to some feature, none where
   * the sample is empty.
   *
   * @param sample rows of features, an array per image, persisted by the caller
   */
  Optional<Vocabulary> find(JavaRDD<float[]> sample) {
    long features = sample.mapToDouble(rows -> rows.length).sum().longValue() / dimension;
    if (features == 0) {
      return Optional.empty();
    }
    LOG.info("Looking for {} visual words among {} local features", words, features);
    Vocabulary found = start(sample, features);
    double distance = Double.POSITIVE_INFINITY;
    for (int step = 1; step <= STEPS; step++) {
      WordSums sums = sums(sample, found);
      double now = sums.meanSquaredDistance().orElse(0);
      found = sums.moved();
      LOG.info("Words, step {} of at most {}: mean squared distance {}", step, STEPS, now);
      if (distance - now <= LEAST_GAIN * now) {
        break;
      }
      distance = now;
    }
    return Optional.of(found);
  }

  /**
   * Collected in the order of the partitions: sums in another order differ in their last digits.
   */
  private WordSums sums(JavaRDD<float[]> sample, Vocabulary vocabulary) {
    Broadcast<Vocabulary> shared =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(vocabulary);
    int length = dimension;
    try {
      List<WordSums> parts =
          sample
              .coalesce(Math.min(sample.getNumPartitions(), PARTIAL_SUMS))
              .mapPartitions(images -> sums(images, shared.value(), length))
              .collect();
      WordSums whole = new WordSums(vocabulary);
      parts.forEach(whole::merge);
      return whole;
    } finally {
      shared.unpersist(false);
    }
  }

  private static Iterator<WordSums> sums(
      Iterator<float[]> images, Vocabulary vocabulary, int dimension) {
    WordSums sums = new WordSums(vocabulary);
    images.forEachRemaining(rows -> sums.add(vocabulary, features(rows, dimension)));
    return Collections.singletonList(sums).iterator();
  }

  private static LocalFeatures features(float[] rows, int dimension) {
    int count = rows.length / dimension;
    return new LocalFeatures(dimension, rows, Collections.nCopies(count, new Area(0, 0, 1, 1)));
  }

  private Vocabulary start(JavaRDD<float[]> sample, long features) {
    double share = Math.min(1, (double) START_FEATURES_PER_WORD * words / features);
    int length = dimension;
    JavaRDD<Row> rows = sample.flatMap(image -> points(image, length).iterator());
    JavaRDD<Row> some = share < 1 ? rows.sample(false, share, seed) : rows;
    Dataset<Row> points =
        session.createDataFrame(some, new StructType().add(POINT, SQLDataTypes.VectorType()));
    points.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      KMeansModel model =
          new KMeans()
              .setFeaturesCol(POINT)
              .setK(words)
              .setSeed(seed)
              .setMaxIter(START_STEPS)
              .fit(points);
      return distinct(model.clusterCenters());
    } finally {
      points.unpersist(false);
    }
  }

  private static List<Row> points(float[] image, int dimension) {
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < image.length; from += dimension) {
      int first = from;
      double[] point = new double[dimension];
      Arrays.setAll(point, d -> image[first + d]);
      rows.add(RowFactory.create(Vectors.dense(point)));
    }
    return rows;
  }

  private Vocabulary distinct(Vector[] centers) {
    Set<Vector> distinct = new LinkedHashSet<>(Arrays.asList(centers));
    float[] prototypes = new float[distinct.size() * dimension];
    int at = 0;
    for (Vector center : distinct) {
      for (double value : center.toArray()) {
        prototypes[at++] = (float) value;
      }
    }
    return new Vocabulary(dimension, prototypes);
  }
}
