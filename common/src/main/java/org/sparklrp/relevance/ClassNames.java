package org.sparklrp.relevance;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The classes of a model: index to name and back. Names are unique; a repeated name gets its index
 * behind it.
 *
 * @param names the name of each class, by index
 */
public record ClassNames(List<String> names) implements Serializable {
  /** Makes repeated names unique by appending their index. */
  public ClassNames {
    Map<String, Integer> seen = new HashMap<>();
    names.forEach(name -> seen.merge(name, 1, Integer::sum));
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      unique.add(
          seen.getOrDefault(names.get(i), 0) > 1 ? names.get(i) + " (" + i + ")" : names.get(i));
    }
    names = List.copyOf(unique);
  }

  /** Names for a model that has none: the indices themselves. */
  public static ClassNames numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Integer.toString(i));
    }
    return new ClassNames(names);
  }

  /** The number of classes. */
  public int size() {
    return names.size();
  }

  /** The name of class {@code index}. */
  public String name(int index) {
    return names.get(index);
  }

  /**
   * The class of this name, or, where no class is called so, of this index written as a decimal
   * number. Names are the same in whatever form of Unicode they are written: file systems take
   * letters with accents apart.
   */
  public OptionalInt find(String nameOrIndex) {
    int byName = names.indexOf(nameOrIndex);
    if (byName < 0 && !isAscii(nameOrIndex)) {
      byName = names.stream().map(ClassNames::normal).toList().indexOf(normal(nameOrIndex));
    }
    if (byName >= 0) {
      return OptionalInt.of(byName);
    }
    try {
      int index = Integer.parseInt(nameOrIndex);
      return index >= 0 && index < names.size() ? OptionalInt.of(index) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 128);
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
