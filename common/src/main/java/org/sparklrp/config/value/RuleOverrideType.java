package org.sparklrp.config.value;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleNames;
import org.sparklrp.rule.RuleOverride;

/**
 * A rule for layers by name, type and position: {@code { layers = "layer4.*", rule = gamma, gamma =
 * 0.25 }} or {@code { type = convolution, position = first, rule = flat }}.
 */
public record RuleOverrideType() implements ValueType<RuleOverride> {
  private static final String FORM =
      "{ layers = GLOB, type = TYPE, position = PLACE, rule = NAME, parameters of the rule }";
  private static final Choice<LayerKind> TYPES = new Choice<>(LayerKind.class);
  private static final Pattern PLACES = Pattern.compile("([1-9]\\d{0,5})(?:-([1-9]\\d{0,5}))?");

  @Override
  public RuleOverride read(ConfigValue value) throws UnsuitableValueException {
    if (!(value instanceof ConfigObject entry)) {
      throw unsuitable();
    }
    String layers = entry.containsKey("layers") ? text(entry, "layers") : "*";
    LayerKind type = type(entry.get("type"));
    RuleOverride.Position position = position(entry.get("position"));
    if (!entry.containsKey("layers") && type == null && position == null) {
      throw new UnsuitableValueException("layers is missing; it must be " + FORM);
    }
    return new RuleOverride(layers, type, position, rule(text(entry, "rule"), entry));
  }

  private static @Nullable LayerKind type(@Nullable ConfigValue value)
      throws UnsuitableValueException {
    if (value == null) {
      return null;
    }
    try {
      return TYPES.read(value);
    } catch (UnsuitableValueException e) {
      throw new UnsuitableValueException("type must be " + TYPES.expected());
    }
  }

  private static RuleOverride.@Nullable Position position(@Nullable ConfigValue value)
      throws UnsuitableValueException {
    if (value == null) {
      return null;
    }
    String written = String.valueOf(value.unwrapped());
    Matcher places = PLACES.matcher(written);
    if (written.equals("first")) {
      return new RuleOverride.Position(1, 1);
    } else if (written.equals("last")) {
      return new RuleOverride.Position(-1, -1);
    } else if (places.matches()) {
      int from = Integer.parseInt(places.group(1));
      int to = places.group(2) == null ? from : Integer.parseInt(places.group(2));
      if (to >= from) {
        return new RuleOverride.Position(from, to);
      }
    }
    throw new UnsuitableValueException(
        "position must be first, last, a number from 1, or a range as in 2-5");
  }

  private static Rule rule(String name, ConfigObject entry) throws UnsuitableValueException {
    return switch (name) {
      case "epsilon" -> {
        allow(entry, "epsilon");
        yield new Rule.Epsilon(number(entry, "epsilon", Rule.DEFAULT_EPSILON, 0));
      }
      case "alpha-beta" -> {
        allow(entry, "alpha");
        double alpha = number(entry, "alpha", 2, 1);
        yield new Rule.AlphaBeta(alpha, alpha - 1);
      }
      case "gamma" -> {
        allow(entry, "gamma");
        yield new Rule.Gamma(number(entry, "gamma", 0.25, 0));
      }
      default -> {
        allow(entry);
        yield RuleNames.find(name)
            .orElseThrow(
                () ->
                    new UnsuitableValueException(
                        "there is no rule %s; %s".formatted(name, RuleNames.alternatives(name))));
      }
    };
  }

  private static void allow(ConfigObject entry, String... parameters)
      throws UnsuitableValueException {
    TreeSet<String> allowed = new TreeSet<>(List.of("layers", "type", "position", "rule"));
    allowed.addAll(List.of(parameters));
    for (String key : new TreeSet<>(entry.keySet())) {
      if (!allowed.contains(key)) {
        throw new UnsuitableValueException(
            "the rule has no parameter %s; allowed: %s".formatted(key, String.join(", ", allowed)));
      }
    }
  }

  private static String text(ConfigObject entry, String key) throws UnsuitableValueException {
    ConfigValue value = entry.get(key);
    Text type = new Text(FORM);
    if (value == null) {
      throw new UnsuitableValueException(
          "%s is missing; it must be %s".formatted(key, type.expected()));
    }
    return type.read(value);
  }

  private static double number(ConfigObject entry, String key, double otherwise, double least)
      throws UnsuitableValueException {
    ConfigValue value = entry.get(key);
    Decimal type = new Decimal(least, Double.MAX_VALUE, false);
    try {
      return value == null ? otherwise : type.read(value);
    } catch (UnsuitableValueException e) {
      throw new UnsuitableValueException("%s must be %s".formatted(key, type.expected()));
    }
  }

  @Override
  public String expected() {
    return FORM;
  }
}
