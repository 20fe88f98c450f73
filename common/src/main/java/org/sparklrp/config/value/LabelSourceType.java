package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import org.sparklrp.config.LabelSource;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** Where labels come from, as in {@code column:breed}. */
public record LabelSourceType() implements ValueType<LabelSource> {
  private static final String COLUMN = "column:";
  private static final String CSV = "csv:";

  @Override
  public LabelSource read(ConfigValue value) throws UnsuitableValueException {
    String text = new Text(expected()).read(value);
    if (text.equals("parent-directory")) {
      return LabelSource.PARENT_DIRECTORY;
    }
    if (text.equals("none")) {
      return LabelSource.NONE;
    }
    if (text.startsWith(COLUMN) && text.length() > COLUMN.length()) {
      return new LabelSource(LabelSource.Kind.COLUMN, text.substring(COLUMN.length()));
    }
    if (text.startsWith(CSV) && text.length() > CSV.length()) {
      return new LabelSource(LabelSource.Kind.CSV, text.substring(CSV.length()));
    }
    throw unsuitable();
  }

  @Override
  public String expected() {
    return "one of parent-directory, none, column:NAME, csv:FILE";
  }
}
