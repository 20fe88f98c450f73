package org.sparklrp.engine.request;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparklrp.config.Condition;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.config.Precision;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composite;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RuleOverride;

/**
 * A method of explanation made ready for the engine.
 *
 * @param name which method
 * @param composite which rule each kind of layer gets; for methods made of gradients, the gradient
 * @param policies what becomes of the relevance that no input has a natural claim to
 * @param overrides rules for single layers, first match wins
 * @param low the darkest pixel after preprocessing, per channel or one for all
 * @param high the brightest pixel after preprocessing, per channel or one for all
 * @param parameters what methods other than lrp are told
 * @param conditions the channels that relevance may pass
 * @param precision the numbers the engine works with
 */
public record MethodSettings(
    MethodConfig.Name name,
    Composite composite,
    Policies policies,
    List<RuleOverride> overrides,
    List<Float> low,
    List<Float> high,
    MethodParameters parameters,
    List<Condition> conditions,
    Precision precision) {
  /** The methods by name; {@code lrp} takes a composite. */
  public static final List<String> METHODS =
      Arrays.stream(MethodConfig.Name.values()).map(MethodConfig.Name::key).toList();

  /** Copies the lists. */
  public MethodSettings {
    overrides = List.copyOf(overrides);
    low = List.copyOf(low);
    high = List.copyOf(high);
    conditions = List.copyOf(conditions);
  }

  /**
   * The method of this name, of {@link #METHODS}.
   *
   * @throws UserException for a name that does not exist
   */
  public static MethodConfig.Name named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot use the method %s: it is unknown; the nearest is %s, and allowed are %s"
                        .formatted(
                            name, NearestName.of(name, METHODS), String.join(", ", METHODS))));
  }

  /** The method of this name, if there is one. */
  public static Optional<MethodConfig.Name> find(String name) {
    return Arrays.stream(MethodConfig.Name.values())
        .filter(each -> each.key().equals(name))
        .findFirst();
  }

  /**
   * The settings of a method by name, with the defaults of everything else.
   *
   * @param method one of {@link #METHODS}
   * @param composite the composite's name, used by lrp alone
   * @throws UserException for a name that does not exist
   */
  public static MethodSettings of(
      String method,
      String composite,
      Accounting accounting,
      List<RuleOverride> overrides,
      List<Float> low,
      List<Float> high) {
    return of(
        MethodConfig.of(named(method), composite, accounting)
            .withOverrides(overrides)
            .withBounds(low, high));
  }

  /**
   * The settings that a configuration means.
   *
   * @throws UserException when there is no such composite, or the conditions need a method that
   *     propagates
   */
  public static MethodSettings of(MethodConfig method) {
    if (!method.conditions().isEmpty() && !method.name().isPropagation()) {
      throw new UserException(
          "Cannot restrict %s to channels: it hands nothing from layer to layer; remove method.conditions or use lrp"
              .formatted(method.name().key()));
    }
    return new MethodSettings(
        method.name(),
        composite(method),
        method.policies(),
        method.overrides(),
        method.low(),
        method.high(),
        method.parameters(),
        method.conditions(),
        method.precision());
  }

  private static Composite composite(MethodConfig method) {
    String name =
        method.name() == MethodConfig.Name.LRP
            ? method.composite()
            : method.name().isComposite() ? method.name().key() : "gradient";
    Composite named = byName(name, method);
    return method.policies().gate() == Policies.Gate.UNIFORM ? named.withUniformGates() : named;
  }

  private static Composite byName(String name, MethodConfig method) {
    boolean bounded = !method.low().isEmpty() && !method.high().isEmpty();
    return name.equals("deep-taylor") && !bounded
        ? Composites.deepTaylorUnbounded()
        : Composites.named(name);
  }

  /** Whether the result decomposes the score layer by layer, so that a ledger of it closes. */
  public boolean decomposes() {
    return composite.start() == Composite.Start.LOGIT;
  }
}
