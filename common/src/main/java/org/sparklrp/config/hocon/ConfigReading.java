package org.sparklrp.config.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.Secrets;

/** One pass over a configuration that notes every problem instead of stopping at the first. */
public final class ConfigReading {
  private static final int FEW_KEYS = 9;

  private final Problems problems = new Problems();
  private final Map<ConfigKey<?>, Object> values = new HashMap<>();
  private final List<ConfigKey<?>> keys;
  private Config resolved;

  /** Reads these keys, the default where one is absent, and notes all others as unknown. */
  public ConfigReading(Config written, List<ConfigKey<?>> keys) {
    this.keys = List.copyOf(keys);
    noteUnknownKeys("", written.root());
    resolved = written;
    for (ConfigKey<?> key : keys) {
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
      problems.note("%s is missing; give %s".formatted(key.path(), key.type().expected()));
      return;
    }
    try {
      values.put(key, key.type().read(value));
      resolved = resolved.withValue(key.path(), value);
    } catch (UnsuitableValueException e) {
      problems.note("%s is %s; %s".formatted(key.path(), Problems.shown(value), e.getMessage()));
    }
  }

  /** The value of a key; empty where it has a problem. */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(ConfigKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** The value of a key, once {@link #throwProblems} has passed. */
  public <T> T get(ConfigKey<T> key) {
    return find(key).orElseThrow();
  }

  /** Whether a key has another value than its default. */
  public <T> boolean isChanged(ConfigKey<T> key) {
    String text = key.defaultText();
    try {
      return text == null
          || !find(key).equals(Optional.of(key.type().read(HoconValue.parse(text))));
    } catch (UnsuitableValueException e) {
      throw new IllegalStateException("The default of " + key.path() + " is unsuitable", e);
    }
  }

  /** Notes a problem that concerns several keys. */
  public void note(String problem) {
    problems.note(problem);
  }

  /** The problems noted so far, for whoever reads a part of what is written. */
  public Problems problems() {
    return problems;
  }

  /** Throws all problems as one error, if there are any; {@code origin} is what was read. */
  public void throwProblems(String origin) {
    problems.throwAll(origin);
  }

  /** Every key with its value, as one line of JSON. */
  public String resolved() {
    return Secrets.removed(resolved.root().render(ConfigRenderOptions.concise()));
  }

  private void noteUnknownKeys(String prefix, ConfigObject section) {
    for (String name : new TreeSet<>(section.keySet())) {
      String path = prefix + name;
      ConfigValue value = section.get(name);
      if (keys.stream().anyMatch(key -> key.path().equals(path))) {
        continue;
      }
      if (keys.stream().anyMatch(key -> key.path().startsWith(path + "."))) {
        if (value instanceof ConfigObject inner) {
          noteUnknownKeys(path + ".", inner);
        } else {
          problems.note(
              "%s is %s; it must be a section { ... }".formatted(path, Problems.shown(value)));
        }
      } else {
        problems.note("there is no key %s; %s".formatted(path, alternatives(path, value)));
      }
    }
  }

  /** What was probably meant, or everything that may be said where that is little. */
  private String alternatives(String path, @Nullable ConfigValue value) {
    if (keys.size() <= FEW_KEYS) {
      return "allowed are "
          + String.join(", ", keys.stream().map(ConfigKey::path).sorted().toList());
    }
    return "the nearest is " + nearest(path, value);
  }

  /** A section for a section; for a key that of the same name elsewhere, else the nearest. */
  private String nearest(String path, @Nullable ConfigValue value) {
    if (value instanceof ConfigObject) {
      TreeSet<String> sections = new TreeSet<>();
      keys.forEach(key -> sections.add(key.path().replaceFirst("\\..*", "")));
      sections.removeIf(section -> keys.stream().anyMatch(key -> key.path().equals(section)));
      return NearestName.of(path, sections);
    }
    String name = path.substring(path.lastIndexOf('.') + 1);
    List<String> known = keys.stream().map(ConfigKey::path).toList();
    List<String> elsewhere = known.stream().filter(key -> key.endsWith("." + name)).toList();
    return NearestName.of(path, elsewhere.isEmpty() ? known : elsewhere);
  }
}
