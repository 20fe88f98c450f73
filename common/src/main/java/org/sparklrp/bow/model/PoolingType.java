package org.sparklrp.bow.model;

import com.typesafe.config.ConfigValue;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** How weights are pooled: p, or a word. */
record PoolingType() implements ValueType<Pooling> {
  private static final Decimal POWER = new Decimal(1, Double.MAX_VALUE, false);

  @Override
  public Pooling read(ConfigValue value) throws UnsuitableValueException {
    if ("infinity".equals(value.unwrapped())) {
      return Pooling.MAX;
    }
    if ("count".equals(value.unwrapped())) {
      return Pooling.COUNT;
    }
    try {
      return new Pooling(POWER.read(value));
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return POWER.expected() + ", infinity, or count";
  }
}
