package org.sparklrp.job.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.Sha256;

/**
 * One encoded image per file, on any Hadoop file system. An image's id is its path below the input
 * folder (below the deepest common folder of several), so that it stays the same when the dataset
 * moves. Empty files are images too.
 */
public final class FileImageSource implements ImageSource {
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final InputConfig.LabelSource label;
  private final String root;
  private final List<String> files;
  private final Map<String, Long> leftOut;
  private final ImageLimits limits;

  private FileImageSource(
      JavaSparkContext spark,
      InputConfig.LabelSource label,
      String root,
      List<String> files,
      Map<String, Long> leftOut,
      ImageLimits limits) {
    this.spark = spark;
    this.configuration = spark.hadoopConfiguration();
    this.label = label;
    this.root = root;
    this.files = files;
    this.leftOut = leftOut;
    this.limits = limits;
  }

  /**
   * Lists the images.
   *
   * @param spark lists large folders and gives access to the file systems
   * @param input where the images are
   * @param limits files that cost more are failures: they are not read, or given up
   * @throws UserException when a path does not exist or there is no image
   */
  public static FileImageSource list(
      JavaSparkContext spark, InputConfig input, ImageLimits limits) {
    ImageFolders folders = new ImageFolders(spark, spark.hadoopConfiguration());
    List<Path> roots = new ArrayList<>();
    FoundFiles found = new FoundFiles();
    for (String path : input.paths()) {
      ImageFolders.Listing listing = folders.list(path);
      roots.add(listing.root());
      found.add(listing.files());
    }
    SortedSet<String> files = new TreeSet<>(found.images());
    if (files.isEmpty()) {
      throw new UserException(
          "Cannot find images: no file ends in .jpg, .jpeg, .jpe, .jfif, .png, .bmp or .gif (%s); point input.path to a folder of images"
              .formatted(String.join(", ", input.paths())));
    }
    return new FileImageSource(
        spark, input.label(), commonFolder(roots), List.copyOf(files), found.leftOut(), limits);
  }

  @Override
  public long count() {
    return files.size();
  }

  /** How many files are no images of the dataset, by reason: hidden, or their extension. */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** A hash of the images' places, in their order. */
  public String sha256() {
    return Sha256.of(
        digest -> {
          for (String file : files) {
            digest.update(file.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
          }
        });
  }

  /** Whether an image lies below this folder. */
  public boolean hasImageBelow(Path folder) {
    String prefix = withSlash(folder);
    return files.stream().anyMatch(file -> file.startsWith(prefix));
  }

  /** Where the image of an id lies. */
  public String uri(String imageId) {
    return imageId.contains(":/") ? imageId : root + imageId;
  }

  @Override
  public JavaRDD<SourceImage> images(int partitions) {
    List<List<String>> hands = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      hands.add(
          new ArrayList<>(
              files.subList(begin(partition, partitions), begin(partition + 1, partitions))));
    }
    Broadcast<SerializableConfiguration> shared =
        spark.broadcast(new SerializableConfiguration(configuration));
    FileNaming naming = new FileNaming(root, label == InputConfig.LabelSource.PARENT_DIRECTORY);
    ImageLimits most = limits;
    return spark
        .parallelize(hands, partitions)
        .flatMap(List::iterator)
        .mapPartitions(paths -> images(paths, naming, most, shared.value().value()));
  }

  private int begin(int partition, int partitions) {
    return Math.toIntExact((long) files.size() * partition / partitions);
  }

  private static Iterator<SourceImage> images(
      Iterator<String> paths, FileNaming naming, ImageLimits limits, Configuration configuration) {
    ImageFiles files = new ImageFiles(naming.root(), limits, configuration);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return paths.hasNext();
      }

      @Override
      public SourceImage next() {
        String path = paths.next();
        return naming.image(path, () -> files.read(new Path(path)));
      }
    };
  }

  /** The deepest folder above all; empty where there is none. */
  private static String commonFolder(List<Path> roots) {
    String common = withSlash(roots.get(0));
    for (Path root : roots) {
      while (!withSlash(root).startsWith(common)) {
        common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
      }
    }
    return common;
  }

  private static String withSlash(Path folder) {
    String text = folder.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
