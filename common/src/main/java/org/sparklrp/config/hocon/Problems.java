package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.UserException;

/** Everything that is wrong with what was read: noted one by one, told at once. */
public final class Problems {
  private final List<String> noted = new ArrayList<>();

  /**
   * Notes a problem, as in {@code job.batch-size is 0; it must be a whole number of at least 1}.
   */
  public void note(String problem) {
    noted.add(problem);
  }

  /**
   * Throws all problems as one error, if there are any.
   *
   * @param origin what was read: {@code the configuration explain.conf}
   */
  public void throwAll(String origin) {
    if (noted.size() == 1) {
      throw new UserException("Cannot use %s: %s".formatted(origin, noted.get(0)));
    }
    if (!noted.isEmpty()) {
      StringBuilder list = new StringBuilder();
      noted.forEach(problem -> list.append("\n  - ").append(problem));
      throw new UserException(
          String.format(Locale.ROOT, "Cannot use %s: %d problems%s", origin, noted.size(), list));
    }
  }

  /** A value as messages show it: words as they are, anything else as it is written. */
  static String shown(@Nullable ConfigValue value) {
    ConfigValue present = value == null ? ConfigValueFactory.fromAnyRef("") : value;
    return present.unwrapped() instanceof String text && !text.isBlank()
        ? text
        : present.render(ConfigRenderOptions.concise());
  }
}
