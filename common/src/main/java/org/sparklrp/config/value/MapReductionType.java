package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.model.MapReduction;

/** How a map of scores becomes one score, or that the output is no map. */
public record MapReductionType() implements ValueType<Optional<MapReduction>> {
  @Override
  public Optional<MapReduction> read(ConfigValue value) throws UnsuitableValueException {
    String word = new Text(expected()).read(value);
    if (word.equals("none")) {
      return Optional.empty();
    }
    try {
      return Optional.of(MapReduction.parse(word));
    } catch (IllegalArgumentException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return "none, sum, mean, max or at:y,x with the row and the column of a cell";
  }
}
