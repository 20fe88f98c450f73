package org.sparklrp.job.source;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.sparklrp.fault.UserException;

/** Refuses datasets whose ids do not tell images apart: the tables would mix them up. */
final class UniqueIds {
  private UniqueIds() {}

  /** Looks at all of them. */
  static void require(Stream<String> ids) {
    Set<String> seen = new HashSet<>();
    ids.filter(id -> !seen.add(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw twice(id);
            });
  }

  /** What is said of an id that two images have. */
  static UserException twice(String id) {
    return new UserException(
        "Cannot tell the images apart: two have the same id (%s); set input.id to what differs, or name each image once"
            .formatted(id));
  }
}
