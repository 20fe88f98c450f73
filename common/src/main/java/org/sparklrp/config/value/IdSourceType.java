package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** What identifies images, as in {@code "pattern:([0-9]+)[.]jpg$"}. */
public record IdSourceType() implements ValueType<IdSource> {
  private static final String COLUMN = "column:";
  private static final String PATTERN = "pattern:";

  @Override
  public IdSource read(ConfigValue value) throws UnsuitableValueException {
    String text = new Text(expected()).read(value);
    if (text.equals("uri")) {
      return IdSource.URI;
    }
    if (text.startsWith(COLUMN) && text.length() > COLUMN.length()) {
      return new IdSource(IdSource.Kind.COLUMN, text.substring(COLUMN.length()));
    }
    if (text.startsWith(PATTERN) && hasGroup(text.substring(PATTERN.length()))) {
      return new IdSource(IdSource.Kind.PATTERN, text.substring(PATTERN.length()));
    }
    throw unsuitable();
  }

  private static boolean hasGroup(String pattern) {
    try {
      return Pattern.compile(pattern).matcher("").groupCount() > 0;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  @Override
  public String expected() {
    return "one of uri, column:NAME, pattern:REGEX with a group in parentheses";
  }
}
