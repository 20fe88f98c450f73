package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.util.List;
import org.sparklrp.config.OutputConfig.By;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.fault.Keyword;

/** What statistics have rows for, as in {@code outcome} or {@code column:camera}. */
public record GroupingType() implements ValueType<By> {
  private static final String COLUMN = "column:";
  private static final List<By> WORDS = List.of(By.TARGET, By.LABEL, By.OUTCOME, By.CONFUSION);

  @Override
  public By read(ConfigValue value) throws UnsuitableValueException {
    String text = new Text(expected()).read(value);
    if (text.startsWith(COLUMN) && text.length() > COLUMN.length()) {
      return new By(By.Kind.COLUMN, text.substring(COLUMN.length()));
    }
    return WORDS.stream()
        .filter(by -> Keyword.of(by.kind()).equals(text))
        .findFirst()
        .orElseThrow(this::unsuitable);
  }

  @Override
  public String expected() {
    return "one of target, label, outcome, confusion, column:NAME";
  }
}
