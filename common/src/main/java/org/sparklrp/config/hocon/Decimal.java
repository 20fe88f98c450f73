package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;
import java.util.OptionalDouble;

/**
 * A finite number in a range. A number written as text counts, so that {@code --set} needs no
 * types.
 *
 * @param least the smallest accepted
 * @param most the largest accepted
 * @param exceptLeast whether {@code least} itself is refused
 */
public record Decimal(double least, double most, boolean exceptLeast) implements ValueType<Double> {
  /** Any finite number. */
  public static final Decimal ANY = new Decimal(-Double.MAX_VALUE, Double.MAX_VALUE, false);

  /** Any finite number above 0. */
  public static final Decimal POSITIVE = new Decimal(0, Double.MAX_VALUE, true);

  /** Any finite number of at least 0. */
  public static final Decimal NOT_NEGATIVE = new Decimal(0, Double.MAX_VALUE, false);

  @Override
  public Double read(ConfigValue value) throws UnsuitableValueException {
    double number = number(value).orElseThrow(this::unsuitable);
    if (!(number >= least && number <= most) || (exceptLeast && number == least)) {
      throw unsuitable();
    }
    return number;
  }

  @Override
  public String expected() {
    if (most < Double.MAX_VALUE) {
      return "a number from %s to %s".formatted(plain(least), plain(most));
    }
    if (least > -Double.MAX_VALUE) {
      return "a number %s %s".formatted(exceptLeast ? "above" : "of at least", plain(least));
    }
    return "a number";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** The number a value is or spells; empty where it does neither. */
  static OptionalDouble number(ConfigValue value) {
    if (value.unwrapped() instanceof Number number) {
      return OptionalDouble.of(number.doubleValue());
    }
    if (value.unwrapped() instanceof String text) {
      try {
        return OptionalDouble.of(Double.parseDouble(text));
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.empty();
  }
}
