package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;
import java.util.Locale;

/**
 * A whole number in a range. A number written as text counts, so that {@code --set} needs no types.
 *
 * @param least the smallest accepted
 * @param most the largest accepted
 */
public record Whole(long least, long most) implements ValueType<Long> {
  @Override
  public Long read(ConfigValue value) throws UnsuitableValueException {
    double number = Decimal.number(value).orElseThrow(this::unsuitable);
    if (number != Math.rint(number) || number < least || number > most) {
      throw unsuitable();
    }
    return value.unwrapped() instanceof Number exact ? exact.longValue() : (long) number;
  }

  @Override
  public String expected() {
    if (most == Long.MAX_VALUE || most == Integer.MAX_VALUE) {
      return least == Long.MIN_VALUE
          ? "a whole number"
          : String.format(Locale.ROOT, "a whole number of at least %d", least);
    }
    return String.format(Locale.ROOT, "a whole number from %d to %d", least, most);
  }
}
