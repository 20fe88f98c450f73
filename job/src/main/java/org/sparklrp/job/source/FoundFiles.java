package org.sparklrp.job.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * The images among the files that were listed, and how many others were left out, by reason: {@code
 * hidden}, or the extension that is none of an image. Mutable; it travels from tasks to the driver.
 */
final class FoundFiles implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_EXTENSION = 12;

  private final Set<String> extensions;
  private final List<String> images = new ArrayList<>();
  private final TreeMap<String, Long> leftOut = new TreeMap<>();

  /**
   * None so far.
   *
   * @param extensions of files that are taken, in lower case with the dot
   */
  FoundFiles(Set<String> extensions) {
    this.extensions = new TreeSet<>(extensions);
  }

  /**
   * Takes a file for an image, or counts it among those left out.
   *
   * @param folder the listing began there: a folder above it may have any name
   * @param file below the folder
   */
  void add(Path folder, Path file) {
    String name = file.getName().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 ? name.substring(dot) : "";
    if (isHidden(folder, file)) {
      leftOut.merge("hidden", 1L, Long::sum);
    } else if (extensions.contains(extension)) {
      images.add(file.toString());
    } else {
      boolean isNamed = !extension.isEmpty() && extension.length() <= LONGEST_EXTENSION;
      leftOut.merge(isNamed ? extension : "no extension", 1L, Long::sum);
    }
  }

  /** Takes a file for an image, whatever it is called. */
  void add(Path file) {
    images.add(file.toString());
  }

  /** Adds what another listing found. */
  void add(FoundFiles others) {
    images.addAll(others.images);
    others.leftOut.forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
  }

  /** In no order. */
  List<String> images() {
    return images;
  }

  /** Files by the reason why they are no images of the dataset. */
  Map<String, Long> leftOut() {
    return leftOut;
  }

  /** A leading dot hides a file, and everything in a folder: copies, thumbnails, resource forks. */
  private static boolean isHidden(Path folder, Path file) {
    for (Path each = file; each != null && !each.equals(folder); each = each.getParent()) {
      if (each.getName().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
