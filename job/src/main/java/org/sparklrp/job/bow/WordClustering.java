package org.sparklrp.job.bow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.train.StartingWords;
import org.sparklrp.bow.train.WordSums;
import org.sparklrp.bow.vocabulary.Vocabulary;

/**
 * Finds visual words by k-means: from {@link StartingWords} on a part of the sample, with steps
 * over that part and then over all of it, all with the vectorised distances of {@link Vocabulary}.
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

  /**
   * In one task, of about {@link #START_FEATURES_PER_WORD} features a word. The order of partitions
   * decides, not where they lie.
   */
  private Vocabulary start(JavaRDD<float[]> sample, long features) {
    double share = Math.min(1, (double) START_FEATURES_PER_WORD * words / features);
    int length = dimension;
    int wanted = words;
    long drawnBy = seed;
    return sample
        .mapPartitionsWithIndex(
            (index, images) ->
                List.of(new Part(index, drawn(images, length, share, drawnBy + 31L * index)))
                    .iterator(),
            true)
        .coalesce(1)
        .mapPartitions(parts -> List.of(started(parts, length, wanted, drawnBy)).iterator())
        .collect()
        .get(0);
  }

  /** Features drawn of one partition. */
  private record Part(int index, float[] rows) implements Serializable {}

  private static float[] drawn(Iterator<float[]> images, int dimension, double share, long seed) {
    Random random = new Random(seed);
    float[] rows = new float[16 * dimension];
    int length = 0;
    while (images.hasNext()) {
      float[] image = images.next();
      for (int from = 0; from < image.length; from += dimension) {
        if (share < 1 && random.nextDouble() >= share) {
          continue;
        }
        if (length == rows.length) {
          rows = Arrays.copyOf(rows, 2 * length);
        }
        System.arraycopy(image, from, rows, length, dimension);
        length += dimension;
      }
    }
    return Arrays.copyOf(rows, length);
  }

  private static Vocabulary started(Iterator<Part> parts, int dimension, int words, long seed) {
    List<Part> ordered = new ArrayList<>();
    parts.forEachRemaining(ordered::add);
    ordered.sort(Comparator.comparingInt(Part::index));
    float[] rows = new float[ordered.stream().mapToInt(part -> part.rows().length).sum()];
    int at = 0;
    for (Part part : ordered) {
      System.arraycopy(part.rows(), 0, rows, at, part.rows().length);
      at += part.rows().length;
    }
    Vocabulary found = StartingWords.of(rows, dimension, words, seed);
    for (int step = 0; step < START_STEPS; step++) {
      WordSums sums = new WordSums(found);
      sums.add(found, features(rows, dimension));
      found = sums.moved();
    }
    return found;
  }
}
