package org.sparklrp.config.value;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/**
 * Where class names come from.
 *
 * @param path a text file's path, or null
 * @param names the names themselves, empty where there is a path or no names
 */
public record ClassSource(@Nullable String path, List<String> names) {
  /** Reads a path or a list of names. */
  public record Reader() implements ValueType<ClassSource> {
    @Override
    public ClassSource read(ConfigValue value) throws UnsuitableValueException {
      Text text = new Text(expected());
      if (value instanceof ConfigList) {
        return new ClassSource(
            null, new Several<>(text, 0, Integer.MAX_VALUE, expected()).read(value));
      }
      return new ClassSource(text.read(value), List.of());
    }

    @Override
    public String expected() {
      return "the path of a text file or a list of class names";
    }
  }
}
