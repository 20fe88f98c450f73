package org.sparklrp.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of values of one type; a single value stands for a list of one.
 *
 * @param element what each must be
 * @param least the smallest number of them
 * @param most the largest number of them
 * @param expected what the list must be, as a noun phrase
 */
public record Several<T>(ValueType<T> element, int least, int most, String expected)
    implements ValueType<List<T>> {
  @Override
  public List<T> read(ConfigValue value) throws UnsuitableValueException {
    List<ConfigValue> parts =
        value instanceof ConfigList list ? new ArrayList<>(list) : List.of(value);
    if (parts.size() < least || parts.size() > most) {
      throw unsuitable();
    }
    List<T> values = new ArrayList<>();
    for (ConfigValue part : parts) {
      values.add(element.read(part));
    }
    return values;
  }
}
