package org.sparklrp.job.source;

import java.io.Serializable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.Secrets;

/**
 * What identifies a listed image, and what its true class is.
 *
 * @param root the folder ids are relative to, with a slash at its end; empty: ids are whole paths
 * @param byFolder whether the folder a file lies in is named after its true class
 * @param pattern whose first group makes the id of a path; null: the path is the id
 * @param labels by id, from a file of their own
 */
record ImageNaming(
    String root, boolean byFolder, @Nullable Pattern pattern, Map<String, String> labels)
    implements Serializable {

  SourceImage image(ImageEntry entry, SourceImage.Content content) {
    return new SourceImage(
        id(entry), Secrets.ofAddress(entry.uri()), label(entry), entry.columns(), content);
  }

  /** An image that the pattern does not fit keeps its path. */
  String id(ImageEntry entry) {
    if (entry.id() != null) {
      return entry.id();
    }
    String name = entry.name();
    String path = Secrets.ofAddress(name.startsWith(root) ? name.substring(root.length()) : name);
    if (pattern == null) {
      return path;
    }
    Matcher found = pattern.matcher(path);
    String group = found.find() ? found.group(1) : null;
    return group == null ? path : group;
  }

  /** The true class of an image, or null. */
  @Nullable String label(ImageEntry entry) {
    if (entry.label() != null) {
      return entry.label();
    }
    if (!byFolder) {
      return labels.isEmpty() ? null : labels.get(id(entry));
    }
    String file = entry.name();
    int name = file.lastIndexOf('/');
    String folder = file.substring(file.lastIndexOf('/', name - 1) + 1, Math.max(name, 0));
    return folder.isEmpty() ? null : value(folder);
  }

  /** The folder's name; of a partition as Spark and Hive write it, {@code label=cat}, the value. */
  private static String value(String folder) {
    int equals = folder.indexOf('=');
    return equals > 0 && equals < folder.length() - 1 ? folder.substring(equals + 1) : folder;
  }
}
