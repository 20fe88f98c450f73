package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of sections whose fields are read later, by whoever knows them.
 *
 * @param expected what the list must be, as a noun phrase
 */
public record Sections(String expected) implements ValueType<List<ConfigObject>> {
  @Override
  public List<ConfigObject> read(ConfigValue value) throws UnsuitableValueException {
    if (!(value instanceof ConfigList list) || list.isEmpty()) {
      throw unsuitable();
    }
    List<ConfigObject> sections = new ArrayList<>();
    for (ConfigValue element : list) {
      if (!(element instanceof ConfigObject section)) {
        throw unsuitable();
      }
      sections.add(section);
    }
    return sections;
  }
}
