package org.sparklrp.engine;

import java.util.List;
import org.sparklrp.config.NearestName;
import org.sparklrp.config.UserException;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composite;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.RuleOverride;

/**
 * A method of explanation made ready for the engine.
 *
 * @param composite which rule each kind of layer gets
 * @param timesInput whether the signal at the input is multiplied with the input
 * @param accounting who keeps what biases and dead neurons would swallow
 * @param overrides rules for layers by name, first match wins
 * @param low the darkest pixel after preprocessing, per channel or one for all
 * @param high the brightest pixel after preprocessing, per channel or one for all
 */
public record MethodSettings(
    Composite composite,
    boolean timesInput,
    Accounting accounting,
    List<RuleOverride> overrides,
    List<Float> low,
    List<Float> high) {
  /** The methods by name; {@code lrp} takes a composite. */
  public static final List<String> METHODS = List.of("lrp", "gradient", "input-x-gradient");

  /** Copies the lists. */
  public MethodSettings {
    overrides = List.copyOf(overrides);
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /**
   * The settings of a method by name.
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
    Composite chosen =
        switch (method) {
          case "lrp" -> Composites.named(composite);
          case "gradient", "input-x-gradient" -> Composites.named("gradient");
          default ->
              throw new UserException(
                  "Cannot use the method %s: it is unknown; the nearest is %s, and allowed are %s"
                      .formatted(
                          method, NearestName.of(method, METHODS), String.join(", ", METHODS)));
        };
    return new MethodSettings(
        chosen, method.equals("input-x-gradient"), accounting, overrides, low, high);
  }

  /** Whether the result decomposes the score, so that a ledger of it closes. */
  boolean decomposes() {
    return composite.start() == Composite.Start.LOGIT;
  }
}
