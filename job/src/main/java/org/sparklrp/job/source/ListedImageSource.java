package org.sparklrp.job.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.job.files.Sha256;

/**
 * Images whose places the driver knows one by one: files, or parts of them, on any Hadoop file
 * system. An image's id is its path below the dataset's root, so that it stays the same when the
 * dataset moves. Empty files are images too.
 */
public final class ListedImageSource implements ImageSource {
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final ImageNaming naming;
  private final List<ImageEntry> entries;
  private final Map<String, Long> leftOut;
  private final ImageLimits limits;
  private final Map<String, String> uris = new HashMap<>();

  ListedImageSource(
      JavaSparkContext spark,
      ImageNaming naming,
      List<ImageEntry> entries,
      Map<String, Long> leftOut,
      ImageLimits limits) {
    this.spark = spark;
    this.configuration = spark.hadoopConfiguration();
    this.naming = naming;
    this.entries = entries;
    this.leftOut = leftOut;
    this.limits = limits;
  }

  @Override
  public long count() {
    return entries.size();
  }

  @Override
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  @Override
  public String sha256() {
    return Sha256.of(
        digest -> {
          for (ImageEntry entry : entries) {
            digest.update(entry.uri().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
          }
        });
  }

  @Override
  public boolean hasImageBelow(Path folder) {
    String prefix = FileListing.withSlash(folder);
    return entries.stream().anyMatch(entry -> entry.uri().startsWith(prefix));
  }

  /** Where the image of an id lies; where it would lie as a file, if it is not among these. */
  public String uri(String imageId) {
    if (uris.isEmpty()) {
      entries.forEach(entry -> uris.put(naming.id(entry), entry.uri()));
    }
    String known = uris.get(imageId);
    return known != null ? known : naming.root() + imageId;
  }

  @Override
  public SortedMap<String, Long> labels() {
    SortedMap<String, Long> labels = new TreeMap<>();
    for (ImageEntry entry : entries) {
      String label = naming.label(entry);
      if (label != null) {
        labels.merge(label, 1L, Long::sum);
      }
    }
    return labels;
  }

  @Override
  public ListedImageSource spread(int images) {
    int wanted = Math.min(images, entries.size());
    List<ImageEntry> chosen = new ArrayList<>();
    for (int place = 0; place < wanted; place++) {
      long middle = (2L * place + 1) * entries.size() / (2L * wanted);
      chosen.add(entries.get(Math.toIntExact(middle)));
    }
    return new ListedImageSource(spark, naming, chosen, leftOut, limits);
  }

  /** A partition has neighbours. */
  @Override
  public JavaRDD<SourceImage> images(int partitions) {
    List<List<ImageEntry>> hands = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      hands.add(
          new ArrayList<>(
              entries.subList(begin(partition, partitions), begin(partition + 1, partitions))));
    }
    Broadcast<SerializableConfiguration> shared =
        spark.broadcast(new SerializableConfiguration(configuration));
    ImageNaming names = naming;
    ImageLimits most = limits;
    return spark
        .parallelize(hands, partitions)
        .flatMap(List::iterator)
        .mapPartitions(hand -> images(hand, names, most, shared.value().value()));
  }

  private int begin(int partition, int partitions) {
    return Math.toIntExact((long) entries.size() * partition / partitions);
  }

  private static Iterator<SourceImage> images(
      Iterator<ImageEntry> entries,
      ImageNaming naming,
      ImageLimits limits,
      Configuration configuration) {
    ImageFiles files = new ImageFiles(naming.root(), limits, configuration);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public SourceImage next() {
        ImageEntry entry = entries.next();
        return naming.image(entry, () -> files.read(entry));
      }
    };
  }
}
