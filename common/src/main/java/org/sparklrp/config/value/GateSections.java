package org.sparklrp.config.value;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** The section {@code gates}, whose fields are read by whoever knows the metrics. */
public record GateSections() implements ValueType<ConfigObject> {
  @Override
  public ConfigObject read(ConfigValue value) throws UnsuitableValueException {
    if (value instanceof ConfigObject section) {
      return section;
    }
    throw unsuitable();
  }

  @Override
  public String expected() {
    return "sections METRIC { warn, fail, against, min-effect, min-count }; an empty one stands for"
        + " all metrics of classes with fail = auto, and layer.absorbed and run.failures with warn ="
        + " auto";
  }
}
