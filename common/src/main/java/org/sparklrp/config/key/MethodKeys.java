package org.sparklrp.config.key;

import java.util.List;
import java.util.Optional;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.Condition;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.config.Precision;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Extent;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.BaselineType;
import org.sparklrp.config.value.ConditionType;
import org.sparklrp.config.value.PolicyChoice;
import org.sparklrp.image.PixelRange;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RuleChoice;

/** The keys of single policies and of methods other than lrp, and what all keys make together. */
final class MethodKeys {
  static final ConfigKey<Optional<Policies.Bias>> BIAS =
      policy(
          "method.bias",
          Policies.Bias.class,
          "What biases take: their share, which is lost; nothing, as if they were 0; or their share,"
              + " which is spread over the inputs.");
  static final ConfigKey<Optional<Policies.Skip>> SKIP =
      policy(
          "method.skip",
          Policies.Skip.class,
          "How sums split, as at the end of residual blocks: by the summands' values, by their"
              + " positive parts, by their sizes, or all for the branch with the most layers.");
  static final ConfigKey<Optional<Policies.Dead>> DEAD =
      policy(
          "method.dead",
          Policies.Dead.class,
          "What becomes of relevance at neurons whose denominator is zero: it is lost, or spread"
              + " evenly over their inputs.");
  static final ConfigKey<Optional<Policies.Stabilizer>> STABILIZER =
      policy(
          "method.stabilizer",
          Policies.Stabilizer.class,
          "What the epsilon of rules is measured in: in the layer's numbers, or in the root mean"
              + " square of its denominators.");
  static final ConfigKey<Policies.Gate> GATE =
      new ConfigKey<>(
          "method.gate",
          new Choice<>(Policies.Gate.class),
          "signal",
          "How products of a signal and its gate split, as in squeeze-excitation: all for the"
              + " signal, or half for each.");
  static final ConfigKey<List<Condition>> CONDITIONS =
      new ConfigKey<>(
          "method.conditions",
          new Several<>(
              new ConditionType(),
              0,
              Integer.MAX_VALUE,
              "a list of { layer = ..., channels = [...] }"),
          "[]",
          "Channels of layers that relevance may pass; that of their other channels is left out, as"
              + " absorbed_conditions says. Example: [ { layer = \"/conv3/Conv\", channels = [4, 17] } ]");
  static final ConfigKey<Precision> PRECISION =
      new ConfigKey<>(
          "method.precision",
          new Choice<>(Precision.class),
          "float32",
          "The numbers that networks are explained with. float64 is for audits of the method itself:"
              + " it takes twice the memory and several times the time; tables hold float32 maps"
              + " either way.");
  static final ConfigKey<Long> SAMPLES =
      whole("method.samples", 10_000, "25", "For smoothgrad: noisy copies of each image.");
  static final ConfigKey<Double> NOISE =
      new ConfigKey<>(
          "method.noise",
          new Decimal(0, 100, false),
          "0.15",
          "For smoothgrad: the standard deviation of the noise, as a share of the range of the"
              + " image's values.");
  static final ConfigKey<Long> STEPS =
      whole(
          "method.steps",
          10_000,
          "64",
          "For integrated-gradients: points on the way from the baseline to the image. For"
              + " simple-taylor: points at which a change of the score's sign is looked for.");
  static final ConfigKey<Baseline> BASELINE =
      new ConfigKey<>(
          "method.baseline",
          new BaselineType(),
          "zero",
          "For integrated-gradients, simple-taylor and occlusion: the image without content, after"
              + " preprocessing. black, gray and white are made of method.low and method.high.");
  static final ConfigKey<List<Integer>> PATCH =
      new ConfigKey<>(
          "method.patch",
          new Extent(),
          "8",
          "For occlusion, in pixels: what is covered at a time; none: the whole image.");
  static final ConfigKey<List<Integer>> STRIDE =
      new ConfigKey<>(
          "method.stride",
          new Extent(),
          "none",
          "For occlusion, in pixels: how far the patch moves, down and across; none: by its own size.");
  static final ConfigKey<String> LAYER =
      new ConfigKey<>(
          "method.layer",
          new Text("a layer's name, or auto"),
          "auto",
          "For grad-cam: the layer whose channels are weighed; auto: the last one with more than one"
              + " position.");

  /** What the command attribute can be told about methods. */
  static final List<ConfigKey<?>> ALL =
      List.of(
          ConfigKeys.COMPOSITE,
          ConfigKeys.ACCOUNTING,
          ConfigKeys.RULES,
          BIAS,
          SKIP,
          DEAD,
          STABILIZER,
          GATE,
          ConfigKeys.LOW,
          ConfigKeys.HIGH,
          CONDITIONS,
          PRECISION,
          SAMPLES,
          NOISE,
          STEPS,
          BASELINE,
          PATCH,
          STRIDE,
          LAYER);

  private MethodKeys() {}

  private static <E extends Enum<E>> ConfigKey<Optional<E>> policy(
      String path, Class<E> type, String help) {
    return new ConfigKey<>(
        path, new PolicyChoice<>(new Choice<>(type)), PolicyChoice.DEFAULT, help);
  }

  private static ConfigKey<Long> whole(String path, long most, String defaultText, String help) {
    return new ConfigKey<>(path, new Whole(1, most), defaultText, help);
  }

  /**
   * The method that the keys mean.
   *
   * @param name which method
   * @param seed of whatever is random
   */
  static MethodConfig read(ConfigReading reading, MethodConfig.Name name, long seed) {
    return new MethodConfig(
        name,
        new RuleChoice(
            reading.get(ConfigKeys.COMPOSITE), reading.get(ConfigKeys.RULES), policies(reading)),
        new PixelRange(
            JobConfigParser.floats(reading.get(ConfigKeys.LOW)),
            JobConfigParser.floats(reading.get(ConfigKeys.HIGH))),
        parameters(reading, seed),
        reading.get(CONDITIONS),
        reading.get(PRECISION));
  }

  private static Policies policies(ConfigReading reading) {
    Accounting accounting = reading.get(ConfigKeys.ACCOUNTING);
    Policies defaults = Policies.of(accounting);
    return new Policies(
        accounting,
        reading.get(BIAS).orElse(defaults.bias()),
        reading.get(SKIP).orElse(defaults.skip()),
        reading.get(DEAD).orElse(defaults.dead()),
        reading.get(STABILIZER).orElse(defaults.stabilizer()),
        reading.get(GATE));
  }

  private static MethodParameters parameters(ConfigReading reading, long seed) {
    List<Integer> patch = sides(reading.get(PATCH));
    List<Integer> stride = sides(reading.get(STRIDE));
    String layer = reading.get(LAYER);
    return new MethodParameters(
        Math.toIntExact(reading.get(SAMPLES)),
        reading.get(NOISE),
        Math.toIntExact(reading.get(STEPS)),
        reading.get(BASELINE),
        patch,
        stride.isEmpty() ? patch : stride,
        layer.equals("auto") ? "" : layer,
        seed);
  }

  /** Height and width; nothing for none. */
  private static List<Integer> sides(List<Integer> extent) {
    return extent.size() == 1 ? List.of(extent.get(0), extent.get(0)) : extent;
  }
}
