package org.sparklrp.job.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * One exception of a chain, as far as it says what went wrong.
 *
 * @param types the simple names of its class and its superclasses; of an exception that is only
 *     told, that of its class
 * @param text the first line of its message; empty where it has none
 */
record Link(Set<String> types, String text) {
  /**
   * An exception as stack traces tell it: {@code java.io.IOException: No space left}, or in
   * brackets behind one that brought it.
   */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?:[a-z]\\w*\\.)+(?:\\w+\\$)?([A-Z]\\w*(?:Exception|Error))(?:\\)?: (?=(.*))|$)",
          Pattern.MULTILINE);

  private static final int LONGEST_CHAIN = 50;

  /**
   * The chain of a throwable, its root first. Before each exception of Spark's come those that its
   * message tells: what a task threw in another JVM may have travelled as text alone.
   */
  static List<Link> chain(Throwable thrown) {
    List<Link> links = new ArrayList<>();
    for (Throwable each : causes(thrown)) {
      links.add(of(each));
      if (each.getClass().getName().startsWith("org.apache.spark.")) {
        links.addAll(told(String.valueOf(each.getMessage())));
      }
    }
    Collections.reverse(links);
    return links;
  }

  /** A throwable and its causes, as far as they do not go in a circle. */
  static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (@Nullable Throwable each = thrown;
        each != null && causes.size() < LONGEST_CHAIN;
        each = each.getCause()) {
      causes.add(each);
    }
    return causes;
  }

  private static Link of(Throwable thrown) {
    Set<String> types = new HashSet<>();
    for (@Nullable Class<?> type = thrown.getClass();
        type != null && type != Throwable.class;
        type = type.getSuperclass()) {
      types.add(type.getSimpleName());
    }
    if (thrown instanceof RemoteException remote) {
      types.add(remote.getClassName().replaceFirst(".*[.$]", ""));
    }
    return new Link(types, firstLine(thrown.getMessage()));
  }

  private static List<Link> told(String message) {
    List<Link> links = new ArrayList<>();
    Matcher matcher = TOLD.matcher(message);
    while (matcher.find() && links.size() < LONGEST_CHAIN) {
      links.add(new Link(Set.of(matcher.group(1)), firstLine(matcher.group(2))));
    }
    return links;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("").strip();
  }
}
