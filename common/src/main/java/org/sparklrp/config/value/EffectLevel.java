package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** An effect from which on a gate is breached; empty for {@code auto}. */
public record EffectLevel() implements ValueType<Optional<Double>> {
  @Override
  public Optional<Double> read(ConfigValue value) throws UnsuitableValueException {
    if ("auto".equals(value.unwrapped())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Decimal.NOT_NEGATIVE.read(value));
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return "a number of at least 0, or auto for what the baseline's own halves differ by";
  }
}
