package org.sparklrp.bow.model;

import com.typesafe.config.ConfigValue;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** A grid of a tiling, written as columns x rows. */
record GridType() implements ValueType<Tiling.Grid> {
  static final String EXPECTED = "a list of grids as \"2x2\": columns x rows";

  @Override
  public Tiling.Grid read(ConfigValue value) throws UnsuitableValueException {
    String[] sides = String.valueOf(value.unwrapped()).split("x", -1);
    try {
      return new Tiling.Grid(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return EXPECTED;
  }
}
