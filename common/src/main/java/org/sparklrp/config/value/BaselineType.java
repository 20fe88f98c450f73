package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.List;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.fault.Keyword;

/** A baseline: a word, a number, or a number per channel. */
public record BaselineType() implements ValueType<Baseline> {
  private static final String WORDS = "zero, black, gray, white";

  @Override
  public Baseline read(ConfigValue value) throws UnsuitableValueException {
    for (Baseline.Kind kind : Baseline.Kind.values()) {
      if (kind != Baseline.Kind.VALUES && Keyword.of(kind).equals(value.unwrapped())) {
        return new Baseline(kind, List.of());
      }
    }
    try {
      List<Double> numbers = new Several<>(Decimal.ANY, 1, 3, expected()).read(value);
      return new Baseline(Baseline.Kind.VALUES, numbers.stream().map(Double::floatValue).toList());
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return WORDS + ", a number, or a list with one per channel";
  }
}
