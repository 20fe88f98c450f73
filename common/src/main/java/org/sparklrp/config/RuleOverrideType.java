package org.sparklrp.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.TreeSet;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleNames;
import org.sparklrp.rule.RuleOverride;

/** A rule for layers by name: {@code { layers = "layer4.*", rule = gamma, gamma = 0.25 }}. */
record RuleOverrideType() implements ValueType<RuleOverride> {
  @Override
  public RuleOverride read(ConfigValue value) throws UnsuitableValueException {
    if (!(value instanceof ConfigObject entry)) {
      throw unsuitable();
    }
    String layers = text(entry, "layers");
    Rule rule = rule(text(entry, "rule"), entry);
    return new RuleOverride(layers, rule);
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
    TreeSet<String> allowed = new TreeSet<>(List.of("layers", "rule"));
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
    Text type = new Text("{ layers = GLOB, rule = NAME, parameters of the rule }");
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
    return "{ layers = GLOB, rule = NAME, parameters of the rule }";
  }
}
