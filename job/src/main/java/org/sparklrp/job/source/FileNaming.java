package org.sparklrp.job.source;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a file's path names an image.
 *
 * @param root the folder ids are relative to, with a slash at its end; empty: ids are whole paths
 * @param labelled whether the folder a file lies in is named after its true class
 */
record FileNaming(String root, boolean labelled) implements Serializable {
  SourceImage image(String file, SourceImage.Content content) {
    return new SourceImage(
        file.startsWith(root) ? file.substring(root.length()) : file, file, label(file), content);
  }

  /** The true class of the image in a file, or null. */
  @Nullable String label(String file) {
    int name = file.lastIndexOf('/');
    String folder = file.substring(file.lastIndexOf('/', name - 1) + 1, Math.max(name, 0));
    return labelled && !folder.isEmpty() ? value(folder) : null;
  }

  /** The folder's name; of a partition as Spark and Hive write it, {@code label=cat}, the value. */
  private static String value(String folder) {
    int equals = folder.indexOf('=');
    return equals > 0 && equals < folder.length() - 1 ? folder.substring(equals + 1) : folder;
  }
}
