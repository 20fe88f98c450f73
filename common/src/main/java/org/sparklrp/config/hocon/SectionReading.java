package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.NearestName;

/**
 * One pass over a section whose fields depend on each other, as those of a feature channel do:
 * every question names a field and what it must be, so that at the end {@link #made} knows which
 * fields nobody asked for. Problems are noted, and reading goes on.
 */
public final class SectionReading {
  private static final int FEW_FIELDS = 9;

  private final String place;
  private final ConfigObject section;
  private final Problems problems;
  private final @Nullable SectionReading within;
  private final Set<String> asked = new TreeSet<>();
  private boolean sound = true;

  private SectionReading(
      String place, ConfigObject section, Problems problems, @Nullable SectionReading within) {
    this.place = place;
    this.section = section;
    this.problems = problems;
    this.within = within;
  }

  /**
   * A pass over a section.
   *
   * @param place where it stands, for messages; empty for a whole file
   * @param problems where problems are noted
   */
  public static SectionReading of(String place, ConfigObject section, Problems problems) {
    return new SectionReading(place, section, problems, null);
  }

  /** Whether a field is there. */
  public boolean has(String field) {
    asked.add(field);
    return section.containsKey(field);
  }

  /** The value of a field that must be there; empty where it has a problem. */
  public <T> Optional<T> require(String field, ValueType<T> type) {
    asked.add(field);
    ConfigValue value = section.get(field);
    if (value == null) {
      note("%s is missing; give %s".formatted(path(field), type.expected()));
      return Optional.empty();
    }
    return present(field, value, type);
  }

  /** The value of a field; the other one where it is absent or has a problem. */
  public <T> T read(String field, ValueType<T> type, T otherwise) {
    asked.add(field);
    ConfigValue value = section.get(field);
    return value == null ? otherwise : present(field, value, type).orElse(otherwise);
  }

  private <T> Optional<T> present(String field, ConfigValue value, ValueType<T> type) {
    try {
      return Optional.of(type.read(value));
    } catch (UnsuitableValueException e) {
      note("%s is %s; %s".formatted(path(field), Problems.shown(value), e.getMessage()));
      return Optional.empty();
    }
  }

  /** A whole number of at least {@code least}; the other one where it is absent or unsuitable. */
  public int whole(String field, int least, int otherwise) {
    return Math.toIntExact(read(field, new Whole(least, Integer.MAX_VALUE), (long) otherwise));
  }

  /** Whole numbers of at least {@code least}; one number stands for a list of one. */
  public List<Integer> wholes(String field, int least, List<Integer> otherwise) {
    Whole element = new Whole(least, Integer.MAX_VALUE);
    return read(
            field,
            new Several<>(
                element,
                0,
                Integer.MAX_VALUE,
                "%s, or a list of them".formatted(element.expected())),
            otherwise.stream().map(Integer::longValue).toList())
        .stream()
        .map(Math::toIntExact)
        .toList();
  }

  /** A constant of an enum. */
  public <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise) {
    return read(field, new Choice<>(type), otherwise);
  }

  /** A section within this one that must be there. */
  public Optional<SectionReading> section(String field) {
    return require(field, new Section("a section { ... }")).map(inner -> inner(path(field), inner));
  }

  /** A list of sections within this one that must be there; none where it has a problem. */
  public List<SectionReading> sections(String field) {
    List<SectionReading> sections = new ArrayList<>();
    for (ConfigObject inner :
        require(field, new Sections("a list of sections [ { ... } ]")).orElse(List.of())) {
      sections.add(
          inner(String.format(Locale.ROOT, "%s[%d]", path(field), sections.size()), inner));
    }
    return sections;
  }

  private SectionReading inner(String innerPlace, ConfigObject inner) {
    return new SectionReading(innerPlace, inner, problems, this);
  }

  /** The section as it is written. */
  public ConfigObject written() {
    return section;
  }

  /** Notes that a field is not what it must be for a reason its type does not know. */
  public void unsuitable(String field, String expected) {
    note(
        "%s is %s; it must be %s"
            .formatted(path(field), Problems.shown(section.get(field)), expected));
  }

  /**
   * What the section means, once all its fields were asked for: notes fields nobody asked for, and
   * makes it where neither this section nor one within has a problem.
   *
   * @param make may find further faults and tell them by an {@link IllegalArgumentException}
   */
  public <T> Optional<T> made(Supplier<T> make) {
    for (String field : new TreeSet<>(section.keySet())) {
      if (!asked.contains(field)) {
        note("there is no key %s; %s".formatted(path(field), alternatives(field)));
      }
    }
    if (!sound) {
      return Optional.empty();
    }
    try {
      return Optional.of(make.get());
    } catch (IllegalArgumentException e) {
      note("%s%s; correct it".formatted(place.isEmpty() ? "" : place + ": ", e.getMessage()));
      return Optional.empty();
    }
  }

  private String alternatives(String field) {
    return asked.size() <= FEW_FIELDS
        ? "allowed are " + String.join(", ", asked)
        : "the nearest is " + path(NearestName.of(field, asked));
  }

  private String path(String field) {
    return place.isEmpty() ? field : place + "." + field;
  }

  private void note(String problem) {
    problems.note(problem);
    for (SectionReading marked = this; marked != null; marked = marked.within) {
      marked.sound = false;
    }
  }
}
