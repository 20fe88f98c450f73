package org.sparklrp.job.source;

import java.util.List;
import java.util.Map;
import org.sparklrp.fault.UserException;

/**
 * The images that a dataset has, known one by one on the driver.
 *
 * @param root the folder that image ids are relative to, with a slash at its end; empty: ids are
 *     whole paths
 * @param entries the images, in the order in which they are dealt to tasks
 * @param leftOut how many files are no images of the dataset, by reason
 */
record ImageListing(String root, List<ImageEntry> entries, Map<String, Long> leftOut) {
  ImageListing {
    entries = List.copyOf(entries);
  }

  /**
   * The same, unless it is empty.
   *
   * @param what was looked for: {@code no row has a path}
   * @param where it was looked for
   */
  ImageListing orNone(String what, String where) {
    if (entries.isEmpty()) {
      throw new UserException(
          "Cannot find images: %s (%s); check input.path".formatted(what, where));
    }
    return this;
  }
}
