package org.sparklrp.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One pass over a configuration that notes every problem instead of stopping at the first. */
final class ConfigReading {
  private final List<String> problems = new ArrayList<>();
  private final Map<ConfigKey<?>, Object> values = new HashMap<>();
  private Config resolved;

  /** Reads every key, its default where it is absent, and notes unknown keys. */
  ConfigReading(Config written) {
    noteUnknownKeys("", written.root());
    resolved = written;
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      read(key, written);
    }
  }

  private <T> void read(ConfigKey<T> key, Config written) {
    ConfigValue value;
    if (written.hasPath(key.path())) {
      value = written.getValue(key.path());
    } else if (key.defaultText() != null) {
      value = HoconValue.parse(key.defaultText());
    } else {
      problems.add("%s is missing; give %s".formatted(key.path(), key.type().expected()));
      return;
    }
    try {
      values.put(key, key.type().read(value));
      resolved = resolved.withValue(key.path(), value);
    } catch (UnsuitableValueException e) {
      problems.add("%s is %s; %s".formatted(key.path(), shown(value), e.getMessage()));
    }
  }

  /** The value of a key; empty where it has a problem. */
  @SuppressWarnings("unchecked")
  <T> Optional<T> find(ConfigKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** The value of a key, once {@link #throwProblems} has passed. */
  <T> T get(ConfigKey<T> key) {
    return find(key).orElseThrow();
  }

  /** Notes a problem that concerns several keys. */
  void note(String problem) {
    problems.add(problem);
  }

  /** Throws all problems as one error, if there are any. */
  void throwProblems(String origin) {
    if (problems.size() == 1) {
      throw new UserException(
          "Cannot use the configuration %s: %s".formatted(origin, problems.get(0)));
    }
    if (!problems.isEmpty()) {
      StringBuilder list = new StringBuilder();
      problems.forEach(problem -> list.append("\n  - ").append(problem));
      throw new UserException(
          "Cannot use the configuration %s: %d problems%s"
              .formatted(origin, problems.size(), list));
    }
  }

  /** Every key with its value, as one line of JSON. */
  String resolved() {
    return resolved.root().render(ConfigRenderOptions.concise());
  }

  private void noteUnknownKeys(String prefix, ConfigObject section) {
    for (String name : new TreeSet<>(section.keySet())) {
      String path = prefix + name;
      ConfigValue value = section.get(name);
      if (ConfigKeys.ALL.stream().anyMatch(key -> key.path().equals(path))) {
        continue;
      }
      if (ConfigKeys.ALL.stream().anyMatch(key -> key.path().startsWith(path + "."))) {
        if (value instanceof ConfigObject inner) {
          noteUnknownKeys(path + ".", inner);
        } else {
          problems.add("%s is %s; it must be a section { ... }".formatted(path, shown(value)));
        }
      } else {
        problems.add("there is no key %s; the nearest is %s".formatted(path, nearest(path, value)));
      }
    }
  }

  /** For a wrong key the nearest key, for a wrong section the nearest section. */
  private static String nearest(String path, @Nullable ConfigValue value) {
    TreeSet<String> known = new TreeSet<>();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      List<String> parts = ConfigUtil.splitPath(key.path());
      if (value instanceof ConfigObject) {
        if (parts.size() > 1) {
          known.add(parts.get(0));
        }
      } else {
        known.add(key.path());
      }
    }
    return NearestName.of(path, known);
  }

  private static String shown(@Nullable ConfigValue value) {
    ConfigValue present = value == null ? ConfigValueFactory.fromAnyRef("") : value;
    return present.unwrapped() instanceof String text && !text.isBlank()
        ? text
        : present.render(ConfigRenderOptions.concise());
  }
}
