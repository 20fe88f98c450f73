package org.sparklrp.job.evaluate;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.job.source.SourceImage;

/**
 * Draws images of every label by the hash of their ids: the same ones at any partitioning.
 *
 * @param perLabel of each label
 * @param unlabelled of those without one
 * @param seed of the hash
 */
record ImageSample(int perLabel, int unlabelled, long seed)
    implements FlatMapFunction<Iterator<SourceImage>, ImageSample.Drawn> {
  private static final Comparator<Drawn> BY_HASH =
      Comparator.comparingLong(Drawn::hash).thenComparing(Drawn::imageId);

  /**
   * An image that may be in the sample.
   *
   * @param label empty where there is none
   * @param hash decides
   * @param imageId its key
   */
  record Drawn(String label, long hash, String imageId) implements Serializable {}

  /** The ids of the images drawn. */
  Set<String> of(JavaRDD<SourceImage> images) {
    Set<String> ids = new HashSet<>();
    first(images.mapPartitions(this).collect().iterator())
        .forEach(drawn -> ids.add(drawn.imageId()));
    return ids;
  }

  @Override
  public Iterator<Drawn> call(Iterator<SourceImage> images) {
    Iterator<Drawn> candidates =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return images.hasNext();
          }

          @Override
          public Drawn next() {
            SourceImage image = images.next();
            String label = image.label() == null ? "" : image.label();
            return new Drawn(label, IdHash.of(image.imageId(), seed), image.imageId());
          }
        };
    return first(candidates).iterator();
  }

  /** Those with the smallest hashes of each label. */
  private List<Drawn> first(Iterator<Drawn> candidates) {
    Map<String, TreeSet<Drawn>> byLabel = new HashMap<>();
    while (candidates.hasNext()) {
      Drawn drawn = candidates.next();
      TreeSet<Drawn> own = byLabel.computeIfAbsent(drawn.label(), label -> new TreeSet<>(BY_HASH));
      own.add(drawn);
      if (own.size() > (drawn.label().isEmpty() ? unlabelled : perLabel)) {
        own.pollLast();
      }
    }
    return byLabel.values().stream().flatMap(TreeSet::stream).toList();
  }
}
