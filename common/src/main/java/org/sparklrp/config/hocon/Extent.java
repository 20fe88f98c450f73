package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;
import java.util.List;

/** A size in pixels: {@code none}, one side, or [height, width]. */
public record Extent() implements ValueType<List<Integer>> {
  private static final Several<Long> SIDES =
      new Several<>(new Whole(1, 100_000), 1, 2, "one or two sides in pixels");

  @Override
  public List<Integer> read(ConfigValue value) throws UnsuitableValueException {
    if ("none".equals(value.unwrapped())) {
      return List.of();
    }
    try {
      return SIDES.read(value).stream().map(Math::toIntExact).toList();
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return "none, a side in pixels, or [height, width]";
  }
}
