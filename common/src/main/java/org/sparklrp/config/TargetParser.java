package org.sparklrp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetSelector;

/**
 * Reads targets as users write them: {@code predicted}, {@code label}, {@code top-K}, {@code
 * class:NAME-OR-INDEX}, {@code all}, {@code contrast:A-B}.
 */
public final class TargetParser {
  /** The forms a target may have, for messages. */
  public static final String FORMS =
      "predicted, label, top-K, class:NAME-OR-INDEX, all, contrast:A-B";

  private static final Pattern TOP = Pattern.compile("top-([1-9]\\d{0,8})");
  private static final String CLASS = "class:";
  private static final String CONTRAST = "contrast:";

  private TargetParser() {}

  /**
   * The targets meant, in order.
   *
   * @throws UserException when a target has no known form or names a class the model does not have
   */
  public static List<TargetSelector> parse(List<String> targets, ClassNames classes) {
    return targets.stream().map(target -> parse(target, classes)).toList();
  }

  private static TargetSelector parse(String target, ClassNames classes) {
    if (!isWellFormed(target)) {
      throw new UserException(
          "Cannot explain the target %s: unknown form; allowed: %s".formatted(target, FORMS));
    }
    if (target.equals("predicted")) {
      return new TargetSelector.Predicted();
    }
    if (target.equals("label")) {
      return new TargetSelector.Label();
    }
    if (target.equals("all")) {
      return new TargetSelector.All();
    }
    if (target.startsWith(CLASS)) {
      String name = target.substring(CLASS.length());
      int index = classes.find(name).orElseThrow(() -> unknownClass(target, name, classes));
      return new TargetSelector.Fixed(Target.of(index));
    }
    if (target.startsWith(CONTRAST)) {
      return new TargetSelector.Fixed(contrast(target, classes));
    }
    int count = Integer.parseInt(target.substring("top-".length()));
    if (count > classes.size()) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot explain the target %s: the model has %d classes; allowed: top-1 to top-%d",
              target,
              classes.size(),
              classes.size()));
    }
    return new TargetSelector.Top(count);
  }

  /** Whether a target has one of the forms; class names are not looked up. */
  public static boolean isWellFormed(String target) {
    return target.equals("predicted")
        || target.equals("label")
        || target.equals("all")
        || TOP.matcher(target).matches()
        || (target.startsWith(CLASS) && target.length() > CLASS.length())
        || target.matches(CONTRAST + ".+-.+");
  }

  /** Class names may hold dashes themselves: the one dash with a class on either side counts. */
  private static Target contrast(String target, ClassNames classes) {
    String pair = target.substring(CONTRAST.length());
    List<Target> readings = new ArrayList<>();
    for (int dash = pair.indexOf('-', 1); dash > 0; dash = pair.indexOf('-', dash + 1)) {
      OptionalInt first = classes.find(pair.substring(0, dash));
      OptionalInt second = classes.find(pair.substring(dash + 1));
      if (first.isPresent() && second.isPresent()) {
        readings.add(Target.contrast(first.getAsInt(), second.getAsInt()));
      }
    }
    if (readings.isEmpty()) {
      int dash = pair.indexOf('-', 1);
      String first = pair.substring(0, dash);
      throw unknownClass(
          target, classes.find(first).isPresent() ? pair.substring(dash + 1) : first, classes);
    }
    if (readings.size() > 1) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot explain the target %s: its dashes can be read in %d ways; write the classes'"
                  + " indices instead of their names",
              target,
              readings.size()));
    }
    Target only = readings.get(0);
    if (Optional.ofNullable(only.contrast()).equals(Optional.of(only.index()))) {
      throw new UserException(
          "Cannot explain the target %s: a class does not differ from itself; name two classes"
              .formatted(target));
    }
    return only;
  }

  private static UserException unknownClass(String target, String name, ClassNames classes) {
    return new UserException(
        String.format(
            Locale.ROOT,
            "Cannot explain the target %s: the model has no class %s; the nearest is %s, and indices 0 to %d are allowed",
            target,
            name,
            NearestName.of(name, classes.names()),
            classes.size() - 1));
  }
}
