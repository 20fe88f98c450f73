package org.sparklrp.engine.request;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Composite;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RulePlan;

/**
 * A method of explanation made ready for the engine.
 *
 * @param method what the configuration says
 * @param composite which rule each kind of layer gets; for methods made of gradients, the gradient
 */
public record MethodSettings(MethodConfig method, Composite composite) {
  /** The methods by name; {@code lrp} takes a composite. */
  public static final List<String> METHODS =
      Arrays.stream(MethodConfig.Name.values()).map(MethodConfig.Name::key).toList();

  /** The method of this name, if there is one. */
  public static Optional<MethodConfig.Name> find(String name) {
    return Arrays.stream(MethodConfig.Name.values())
        .filter(each -> each.key().equals(name))
        .findFirst();
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
    return new MethodSettings(method, composite(method));
  }

  private static Composite composite(MethodConfig method) {
    String name =
        method.name() == MethodConfig.Name.LRP
            ? method.rules().composite()
            : method.name().isComposite() ? method.name().key() : "gradient";
    Composite named = byName(name, method);
    return method.rules().policies().gate() == Policies.Gate.UNIFORM
        ? named.withUniformGates()
        : named;
  }

  private static Composite byName(String name, MethodConfig method) {
    return name.equals("deep-taylor") && !method.pixels().isKnown()
        ? Composites.deepTaylorUnbounded()
        : Composites.named(name);
  }

  /** The rule of every layer of a network. */
  public RulePlan plan(LayerGraph graph) {
    return RulePlan.assign(composite, method.rules().overrides(), graph);
  }

  /** Whether the result decomposes the score layer by layer, so that a ledger of it closes. */
  public boolean decomposes() {
    return composite.start() == Composite.Start.LOGIT;
  }
}
