package org.sparklrp.bow.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;

/**
 * One section of a model description or of a training configuration. Every question names the
 * field, so that at the end {@link #done} can tell which fields nobody asked for.
 */
public final class Fields {
  private final String origin;
  private final String path;
  private final ConfigObject section;
  private final Set<String> asked = new LinkedHashSet<>();

  private Fields(String origin, String path, ConfigObject section) {
    this.origin = origin;
    this.path = path;
    this.section = section;
  }

  /**
   * The fields of a whole description.
   *
   * @param origin what is read, for messages: {@code the model hdfs:///bow/model.json}
   */
  public static Fields of(Config config, String origin) {
    return new Fields(origin, "", config.root());
  }

  /**
   * The fields of a section that has a place within a larger one.
   *
   * @param path its place, for messages
   */
  public static Fields at(String path, ConfigValue value, String origin) {
    if (value instanceof ConfigObject object) {
      return new Fields(origin, path + ".", object);
    }
    throw new UserException(
        "Cannot use %s: %s is %s; it must be a section { ... }"
            .formatted(origin, path, shown(value)));
  }

  /** Whether a field is there. */
  public boolean has(String name) {
    asked.add(name);
    return section.containsKey(name);
  }

  /** A text, or the default where the field is absent; null: it must be there. */
  public String text(String name, @Nullable String defaultText) {
    ConfigValue value = value(name);
    if (value == null && defaultText != null) {
      return defaultText;
    }
    if (value == null
        || value.valueType() == ConfigValueType.OBJECT
        || value.valueType() == ConfigValueType.LIST) {
      throw unsuitable(name, "a text");
    }
    return String.valueOf(value.unwrapped());
  }

  /** A constant of an enum, in lower case with dashes. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E defaultChoice) {
    String text = text(name, key(defaultChoice));
    List<String> keys = Stream.of(type.getEnumConstants()).map(Fields::key).toList();
    int index = keys.indexOf(text);
    if (index < 0) {
      throw unsuitable(name, "one of " + String.join(", ", keys));
    }
    return type.getEnumConstants()[index];
  }

  /** How a constant is written: {@code OPPONENT} as opponent. */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A whole number of at least {@code least}. */
  public int whole(String name, int defaultNumber, int least) {
    ConfigValue value = value(name);
    return value == null ? defaultNumber : whole(name, value, least);
  }

  /** A list of whole numbers of at least {@code least}; one number stands for a list of one. */
  public List<Integer> wholes(String name, List<Integer> defaultNumbers, int least) {
    ConfigValue value = value(name);
    if (value == null) {
      return defaultNumbers;
    }
    List<Integer> numbers = new ArrayList<>();
    for (ConfigValue element : value instanceof ConfigList list ? list : List.of(value)) {
      numbers.add(whole(name, element, least));
    }
    return numbers;
  }

  private int whole(String name, ConfigValue value, int least) {
    if (value.unwrapped() instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= least) {
      return number.intValue();
    }
    throw unsuitable(name, "a whole number of at least " + least);
  }

  /**
   * A finite number, or infinity written as such; {@link Double#NaN} as default: it must be there.
   */
  public double decimal(String name, double defaultNumber) {
    ConfigValue value = value(name);
    if (value == null && !Double.isNaN(defaultNumber)) {
      return defaultNumber;
    }
    if (value != null && value.unwrapped() instanceof Number number) {
      return number.doubleValue();
    }
    if (value != null && "infinity".equals(value.unwrapped())) {
      return Double.POSITIVE_INFINITY;
    }
    throw unsuitable(name, "a number");
  }

  /** A list of texts. */
  public List<String> texts(String name, List<String> defaultTexts) {
    ConfigValue value = value(name);
    if (value == null) {
      return defaultTexts;
    }
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : value instanceof ConfigList list ? list : List.of(value)) {
      texts.add(String.valueOf(element.unwrapped()));
    }
    return texts;
  }

  /** A section within this one. */
  public Fields section(String name) {
    ConfigValue value = value(name);
    if (value == null) {
      throw unsuitable(name, "a section { ... }");
    }
    return at(path + name, value, origin);
  }

  /** A list of sections within this one. */
  public List<Fields> sections(String name) {
    ConfigValue value = value(name);
    if (!(value instanceof ConfigList list)) {
      throw unsuitable(name, "a list of sections [ { ... } ]");
    }
    List<Fields> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      sections.add(at("%s%s[%d]".formatted(path, name, i), list.get(i), origin));
    }
    return sections;
  }

  /** Notes a field that is read elsewhere. */
  public Fields ignore(String name) {
    asked.add(name);
    return this;
  }

  /** Complains of fields nobody asked for. */
  public void done() {
    for (String name : new TreeSet<>(section.keySet())) {
      if (!asked.contains(name)) {
        throw new UserException(
            "Cannot use %s: there is no field %s%s; the nearest is %s%s"
                .formatted(origin, path, name, path, NearestName.of(name, asked)));
      }
    }
  }

  /** A complaint about a field's value. */
  public UserException unsuitable(String name, String expected) {
    ConfigValue value = value(name);
    return new UserException(
        value == null
            ? "Cannot use %s: %s%s is missing; give %s".formatted(origin, path, name, expected)
            : "Cannot use %s: %s%s is %s; it must be %s"
                .formatted(origin, path, name, shown(value), expected));
  }

  /** A complaint about the section as a whole. */
  public UserException unsuitable(RuntimeException cause) {
    String place = path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
    return new UserException(
        "Cannot use %s: %s%s; correct it".formatted(origin, place, cause.getMessage()), cause);
  }

  /** A field as it is, or null. */
  @Nullable ConfigValue value(String name) {
    asked.add(name);
    return section.get(name);
  }

  private static String shown(ConfigValue value) {
    try {
      return value.unwrapped() instanceof String text && !text.isBlank()
          ? text
          : value.render(ConfigRenderOptions.concise());
    } catch (ConfigException.NotResolved e) {
      return "an unresolved substitution";
    }
  }
}
