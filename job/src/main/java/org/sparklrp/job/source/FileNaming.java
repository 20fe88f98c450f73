package org.sparklrp.job.source;

import java.io.Serializable;
import org.sparklrp.fault.Secrets;

/**
 * How a file's path names an image.
 *
 * @param root the folder ids are relative to, with a slash at its end; empty: ids are whole paths
 * @param labelled whether the folder a file lies in is named after its true class
 */
record FileNaming(String root, boolean labelled) implements Serializable {
  SourceImage image(String file, SourceImage.Content content) {
    int name = file.lastIndexOf('/');
    String folder = file.substring(file.lastIndexOf('/', name - 1) + 1, Math.max(name, 0));
    return new SourceImage(
        Secrets.ofAddress(file.startsWith(root) ? file.substring(root.length()) : file),
        Secrets.ofAddress(file),
        labelled && !folder.isEmpty() ? label(folder) : null,
        content);
  }

  /** The folder's name; of a partition as Spark and Hive write it, {@code label=cat}, the value. */
  private static String label(String folder) {
    int equals = folder.indexOf('=');
    return equals > 0 && equals < folder.length() - 1 ? folder.substring(equals + 1) : folder;
  }
}
