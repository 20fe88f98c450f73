package org.sparklrp.job.bow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
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
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.feature.WhiteningSample;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.config.UserException;

/**
 * Learns whitening and visual words from a distributed sample of local features.
 *
 * @param session runs k-means
 * @param seed of its start
 */
record VocabularyLearning(SparkSession session, long seed) {
  private static final int ITERATIONS = 25;
  private static final int PARTIAL_SUMS = 32;
  private static final String POINT = "point";

  /**
   * Learns one channel.
   *
   * @param sample rows of descriptors, an array per image
   */
  FeatureChannel learn(ChannelPlan plan, JavaRDD<float[]> sample) {
    sample.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Whitening whitening = whitening(plan, sample);
      return plan.channel(whitening, words(plan, points(plan, whitening, sample)));
    } finally {
      sample.unpersist(false);
    }
  }

  private static @Nullable Whitening whitening(ChannelPlan plan, JavaRDD<float[]> sample) {
    if (plan.whitening() == null) {
      return null;
    }
    int dimension = plan.descriptor().dimension();
    // Collected in the order of the partitions: sums in another order differ in their last digits.
    List<WhiteningSample> parts =
        sample
            .coalesce(Math.min(sample.getNumPartitions(), PARTIAL_SUMS))
            .mapPartitions(
                images -> {
                  WhiteningSample sums = new WhiteningSample(dimension);
                  images.forEachRemaining(sums::add);
                  return Collections.singletonList(sums).iterator();
                })
            .collect();
    WhiteningSample whole = new WhiteningSample(dimension);
    parts.forEach(whole::merge);
    try {
      return plan.whitening().learn(whole);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot whiten the features of channel %s: %s; give other images, or leave whitening out"
              .formatted(plan.name(), e.getMessage()),
          e);
    }
  }

  private Dataset<Row> points(
      ChannelPlan plan, @Nullable Whitening whitening, JavaRDD<float[]> sample) {
    int dimension = plan.descriptor().dimension();
    JavaRDD<Row> rows = sample.flatMap(image -> rows(image, dimension, whitening).iterator());
    return session.createDataFrame(rows, new StructType().add(POINT, SQLDataTypes.VectorType()));
  }

  private static List<Row> rows(float[] image, int dimension, @Nullable Whitening whitening) {
    int count = image.length / dimension;
    LocalFeatures features =
        new LocalFeatures(dimension, image, Collections.nCopies(count, new Area(0, 0, 1, 1)));
    LocalFeatures white = whitening == null ? features : whitening.apply(features);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] descriptor = white.descriptor(i);
      double[] point = new double[descriptor.length];
      Arrays.setAll(point, d -> descriptor[d]);
      rows.add(RowFactory.create(Vectors.dense(point)));
    }
    return rows;
  }

  private Vocabulary words(ChannelPlan plan, Dataset<Row> points) {
    points.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (points.count() == 0) {
        throw new UserException(
            "Cannot find visual words for channel %s: no training image gave a local feature; see the log for the images' failures"
                .formatted(plan.name()));
      }
      KMeansModel model =
          new KMeans()
              .setFeaturesCol(POINT)
              .setK(plan.words())
              .setSeed(seed)
              .setMaxIter(ITERATIONS)
              .fit(points);
      return vocabulary(plan, model);
    } finally {
      points.unpersist(false);
    }
  }

  /** The words that some feature of the sample is nearest to, each once. */
  private static Vocabulary vocabulary(ChannelPlan plan, KMeansModel model) {
    Vector[] centers = model.clusterCenters();
    long[] sizes = model.summary().clusterSizes();
    Set<Vector> distinct = new LinkedHashSet<>();
    for (int i = 0; i < centers.length; i++) {
      if (sizes[i] > 0) {
        distinct.add(centers[i]);
      }
    }
    if (distinct.size() < 2) {
      throw new UserException(
          "Cannot find visual words for channel %s: all local features of the sample are alike (%d words found); give other images or other features"
              .formatted(plan.name(), distinct.size()));
    }
    int dimension = centers[0].size();
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
