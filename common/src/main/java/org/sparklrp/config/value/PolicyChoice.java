package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/**
 * One decision of the accounting set apart: the constants of an enum, or {@code by-accounting}.
 *
 * @param choice the decision's alternatives
 */
public record PolicyChoice<E extends Enum<E>>(Choice<E> choice) implements ValueType<Optional<E>> {
  public static final String DEFAULT = "by-accounting";

  @Override
  public Optional<E> read(ConfigValue value) throws UnsuitableValueException {
    if (DEFAULT.equals(value.unwrapped())) {
      return Optional.empty();
    }
    try {
      return Optional.of(choice.read(value));
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return choice.expected() + ", " + DEFAULT;
  }
}
