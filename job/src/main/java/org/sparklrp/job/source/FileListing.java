package org.sparklrp.job.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.config.InputConfig;
import org.sparklrp.fault.UserException;

/** Lists files below folders, by their extension: images, or archives of them. */
final class FileListing {
  /** The extensions of images. */
  static final Set<String> IMAGES =
      Set.of(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp");

  private FileListing() {}

  /**
   * One entry for each file.
   *
   * @param extensions of files that are wanted, in lower case with the dot
   * @param wanted in words, for messages
   * @throws UserException when a path does not exist or there is no such file
   */
  static ImageListing list(
      JavaSparkContext spark, InputConfig input, Set<String> extensions, String wanted) {
    ImageFolders folders = new ImageFolders(spark, spark.hadoopConfiguration(), extensions);
    List<Path> roots = new ArrayList<>();
    FoundFiles found = new FoundFiles(extensions);
    for (String path : input.paths()) {
      ImageFolders.Listing listing = folders.list(path);
      roots.add(listing.root());
      found.add(listing.files());
    }
    List<ImageEntry> entries = new TreeSet<>(found.images()).stream().map(ImageEntry::of).toList();
    if (entries.isEmpty()) {
      throw new UserException(
          "Cannot find images: no file ends in %s (%s); point input.path to a folder of %s"
              .formatted(ending(extensions), String.join(", ", input.paths()), wanted));
    }
    return new ImageListing(commonFolder(roots), entries, found.leftOut());
  }

  private static String ending(Set<String> extensions) {
    List<String> sorted = new ArrayList<>(new TreeSet<>(extensions));
    String last = sorted.remove(sorted.size() - 1);
    return sorted.isEmpty() ? last : String.join(", ", sorted) + " or " + last;
  }

  /** The deepest folder above all; empty where there is none. */
  static String commonFolder(List<Path> roots) {
    String common = withSlash(roots.get(0));
    for (Path root : roots) {
      while (!withSlash(root).startsWith(common)) {
        common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
      }
    }
    return common;
  }

  static String withSlash(Path folder) {
    String text = folder.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
