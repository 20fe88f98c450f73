package org.sparklrp.job.bow;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.feature.WhiteningSample;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.fault.UserException;

/**
 * Learns whitening and visual words from a distributed sample of local features.
 *
 * @param session runs it
 * @param seed of the k-means start
 */
record VocabularyLearning(SparkSession session, long seed) {
  private static final int PARTIAL_SUMS = 32;

  /**
   * Learns one channel.
   *
   * @param sample rows of descriptors, an array per image
   */
  FeatureChannel learn(ChannelPlan plan, JavaRDD<float[]> sample) {
    sample.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Whitening whitening = whitening(plan, sample);
      return plan.channel(whitening, words(plan, whitening, sample));
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

  private static float[] white(float[] image, @Nullable Whitening whitening) {
    if (whitening == null) {
      return image;
    }
    int count = image.length / whitening.inputs();
    List<Area> areas = Collections.nCopies(count, new Area(0, 0, 1, 1));
    return whitening.apply(new LocalFeatures(whitening.inputs(), image, areas)).descriptors();
  }

  private Vocabulary words(
      ChannelPlan plan, @Nullable Whitening whitening, JavaRDD<float[]> sample) {
    int dimension = whitening == null ? plan.descriptor().dimension() : whitening.outputs();
    JavaRDD<float[]> white = sample.map(image -> white(image, whitening));
    white.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Vocabulary words =
          new WordClustering(session, seed, dimension, plan.words())
              .find(white)
              .orElseThrow(() -> noFeatures(plan));
      if (words.words() < 2) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot find visual words for channel %s: all local features of the sample are alike (%d words found); give other images or other features",
                plan.name(),
                words.words()));
      }
      return words;
    } finally {
      white.unpersist(false);
    }
  }

  private static UserException noFeatures(ChannelPlan plan) {
    return new UserException(
        "Cannot find visual words for channel %s: no training image gave a local feature; see the log for the images' failures"
            .formatted(plan.name()));
  }
}
