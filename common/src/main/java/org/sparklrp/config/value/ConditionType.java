package org.sparklrp.config.value;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Set;
import org.sparklrp.config.Condition;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.config.hocon.Whole;

/** Channels of a layer: {@code { layer = "conv3", channels = [4, 17] }}. */
public record ConditionType() implements ValueType<Condition> {
  private static final Several<Long> CHANNELS =
      new Several<>(
          new Whole(0, Integer.MAX_VALUE), 1, Integer.MAX_VALUE, "channels counted from 0");

  @Override
  public Condition read(ConfigValue value) throws UnsuitableValueException {
    if (!(value instanceof ConfigObject entry)
        || !entry.keySet().equals(Set.of("layer", "channels"))) {
      throw unsuitable();
    }
    ConfigValue layer = entry.get("layer");
    ConfigValue channels = entry.get("channels");
    if (layer == null || channels == null) {
      throw unsuitable();
    }
    return new Condition(
        new Text(expected()).read(layer),
        CHANNELS.read(channels).stream().map(Math::toIntExact).toList());
  }

  @Override
  public String expected() {
    return "{ layer = NAME, channels = [numbers from 0] }";
  }
}
