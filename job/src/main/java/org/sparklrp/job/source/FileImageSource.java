package org.sparklrp.job.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.config.InputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileBytes;
import org.sparklrp.job.files.Sha256;

/**
 * One encoded image per file, on any Hadoop file system. An image's id is its path below the input
 * folder (below the deepest common folder of several), so that it stays the same when the dataset
 * moves. Empty files are images too.
 */
public final class FileImageSource implements ImageSource {
  /** An image's file is at most as large as its pixels in the widest format, and this. */
  private static final long BYTES_BESIDE_PIXELS = 64L << 20;

  private static final int WIDEST_PIXEL_IN_BYTES = 8;

  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final InputConfig.LabelSource label;
  private final String root;
  private final List<String> files;
  private final Map<String, Long> leftOut;
  private final long maximumBytes;

  private FileImageSource(
      JavaSparkContext spark,
      InputConfig.LabelSource label,
      String root,
      List<String> files,
      Map<String, Long> leftOut,
      long maximumBytes) {
    this.spark = spark;
    this.configuration = spark.hadoopConfiguration();
    this.label = label;
    this.root = root;
    this.files = files;
    this.leftOut = leftOut;
    this.maximumBytes = maximumBytes;
  }

  /**
   * Lists the images.
   *
   * @param spark lists large folders and gives access to the file systems
   * @param input where the images are
   * @param maximumBytes larger files are failures: they are not read
   * @throws UserException when a path does not exist or there is no image
   */
  public static FileImageSource list(JavaSparkContext spark, InputConfig input, long maximumBytes) {
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
          "Cannot find images: no file ends in .jpg, .jpeg, .jpe, .jfif, .png, .bmp, .gif, .tif, .tiff or .webp (%s); point input.path to a folder of images"
              .formatted(String.join(", ", input.paths())));
    }
    return new FileImageSource(
        spark,
        input.label(),
        commonFolder(roots),
        List.copyOf(files),
        found.leftOut(),
        maximumBytes);
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

  /** How many images each label has, in the order of the labels; empty without labels. */
  public SortedMap<String, Long> labels() {
    SortedMap<String, Long> labels = new TreeMap<>();
    for (String file : files) {
      String label = naming().label(file);
      if (label != null) {
        labels.merge(label, 1L, Long::sum);
      }
    }
    return labels;
  }

  /**
   * Some of the images, spread evenly over all of them in the order of their places; the same ones
   * each time.
   *
   * @param images how many, at least 1; all where there are not so many
   */
  public FileImageSource spread(int images) {
    List<String> chosen = new ArrayList<>();
    for (int place = 0; place < Math.min(images, files.size()); place++) {
      long middle = (2L * place + 1) * files.size() / (2L * Math.min(images, files.size()));
      chosen.add(files.get(Math.toIntExact(middle)));
    }
    return new FileImageSource(spark, label, root, chosen, leftOut, maximumBytes);
  }

  private FileNaming naming() {
    return new FileNaming(root, label == InputConfig.LabelSource.PARENT_DIRECTORY);
  }

  @Override
  public JavaRDD<SourceImage> images(int partitions) {
    List<List<String>> hands = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      List<String> hand = new ArrayList<>();
      for (int file = partition; file < files.size(); file += partitions) {
        hand.add(files.get(file));
      }
      hands.add(hand);
    }
    Broadcast<SerializableConfiguration> shared =
        spark.broadcast(new SerializableConfiguration(configuration));
    FileNaming naming = naming();
    long maximum = maximumBytes;
    return spark
        .parallelize(hands, partitions)
        .flatMap(List::iterator)
        .map(file -> naming.image(file, () -> read(file, maximum, shared)));
  }

  /** The largest file that can be an image of at most so many pixels. */
  public static long largestFile(long maxPixels) {
    return BYTES_BESIDE_PIXELS + WIDEST_PIXEL_IN_BYTES * maxPixels;
  }

  private static byte[] read(
      String file, long maximumBytes, Broadcast<SerializableConfiguration> configuration)
      throws IOException {
    return FileBytes.read(new Path(file), maximumBytes, configuration.value().value());
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
