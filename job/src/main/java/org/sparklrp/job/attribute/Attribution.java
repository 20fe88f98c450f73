package org.sparklrp.job.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.key.AttributeConfig;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleChoice;

/** Some inputs, what of them is to be explained, and the network that decides on them. */
final class Attribution {
  private static final Pattern TARGET = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private final OnnxModel model;
  private final List<Integer> shape;
  private final float[] pixels;
  private final List<Target> targets;
  private final AttributeConfig config;
  private final int largestBatch;
  private final boolean isBatchFixed;
  private final Map<Integer, LayerGraph> graphs = new LinkedHashMap<>();

  /**
   * Checks that the parts belong together.
   *
   * @throws UserException where they do not
   */
  Attribution(OnnxModel model, NpyFile inputs, String targets, AttributeConfig config) {
    this.model = model;
    this.shape = inputs.shape();
    this.pixels = inputs.floats();
    this.config = config;
    if (shape.size() < 2 || shape.contains(0)) {
      throw new UserException(
          "Cannot explain the inputs: their shape is no batch (%s); save them batch first, as N x C x H x W"
              .formatted(shape));
    }
    OptionalInt fixedBatch = model.fixedBatch(shape.subList(1, shape.size()));
    this.isBatchFixed = fixedBatch.isPresent();
    this.largestBatch = fixedBatch.orElse(Math.min(shape.get(0), config.batchSize()));
    this.targets = targets(targets, shape.get(0), graph(largestBatch).classes());
  }

  /** What was decided about the network's input and output, one sentence each. */
  List<String> notes() {
    return model.notes(Shapes.with(shape, 0, largestBatch));
  }

  /**
   * The names of the methods asked for, each once.
   *
   * @throws UserException where one does not exist or lacks a bound it needs
   */
  Set<String> methods(String names) {
    Set<String> methods = new LinkedHashSet<>();
    for (String name : names.split(",", -1)) {
      methods.add(name.trim());
    }
    methods.forEach(name -> requireBounds(name, settings(name)));
    return methods;
  }

  /** Explains every input by one method. */
  List<ImageAttribution> explain(String method) {
    List<ImageAttribution> attributions = new ArrayList<>();
    int inputs = shape.get(0);
    int size = pixels.length / inputs;
    try (RelevanceEngine engine = new RelevanceEngine(this::graph, settings(method))) {
      for (int first = 0; first < inputs; first += largestBatch) {
        int from = first;
        int count = Math.min(largestBatch, inputs - from);
        int batch = isBatchFixed ? largestBatch : count;
        float[] values = Arrays.copyOfRange(pixels, from * size, (from + count) * size);
        attributions.addAll(
            engine
                .attribute(
                    Arrays.copyOf(values, batch * size),
                    batch,
                    (image, logits) ->
                        image < count ? List.of(targets.get(from + image)) : List.of())
                .subList(0, count));
      }
    }
    attributions.forEach(
        attribution -> requireFinite(method, attributions.indexOf(attribution), attribution));
    return attributions;
  }

  private static void requireFinite(String method, int input, ImageAttribution attribution) {
    for (TargetExplanation explanation : attribution.explanations()) {
      for (float value : explanation.map().values()) {
        if (!Float.isFinite(value)) {
          throw new UserException(
              String.format(
                  Locale.ROOT,
                  "Cannot explain input %d by %s: its relevance is not finite (score %s); check the input's values and the rules",
                  input,
                  method,
                  explanation.ledger().score()));
        }
      }
    }
  }

  private LayerGraph graph(int batch) {
    return graphs.computeIfAbsent(
        batch,
        size -> {
          List<Integer> complete = new ArrayList<>(shape);
          complete.set(0, size);
          return model.graph(complete);
        });
  }

  private MethodSettings settings(String name) {
    Optional<MethodConfig.Name> method = MethodSettings.find(name);
    if (method.isEmpty() && Composites.find(name).isEmpty()) {
      throw new UserException(
          "Cannot explain by %s: there is no such method or composite; %s; methods are %s"
              .formatted(
                  name.isEmpty() ? "''" : name,
                  Composites.alternatives(name),
                  String.join(", ", MethodSettings.METHODS)));
    }
    MethodConfig given = config.method();
    return MethodSettings.of(
        new MethodConfig(
            method.orElse(MethodConfig.Name.LRP),
            method.isPresent()
                ? given.rules()
                : new RuleChoice(name, given.rules().overrides(), given.rules().policies()),
            given.pixels(),
            given.parameters(),
            given.conditions(),
            given.precision()));
  }

  private void requireBounds(String name, MethodSettings settings) {
    if (settings.plan(graph(largestBatch)).rules().stream()
        .noneMatch(Rule.ZBox.class::isInstance)) {
      return;
    }
    int channels = shape.get(1);
    PixelRange pixels = settings.method().pixels();
    for (List<Float> bound : List.of(pixels.low(), pixels.high())) {
      if (bound.size() != 1 && bound.size() != channels) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot explain by %s: the zbox rule needs the lowest and the highest input value, one or one per channel, and has %d for %d channels; add --set method.low=... and --set method.high=...",
                name,
                bound.size(),
                channels));
      }
    }
  }

  private static List<Target> targets(String written, int inputs, int classes) {
    List<Target> targets = new ArrayList<>();
    for (String word : written.split(",", -1)) {
      targets.add(target(word.trim(), classes));
    }
    if (targets.size() == 1) {
      return Collections.nCopies(inputs, targets.get(0));
    }
    if (targets.size() != inputs) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot explain the inputs: there are %d of them and %d targets; give --targets one per input, or one for all",
              inputs,
              targets.size()));
    }
    return targets;
  }

  private static Target target(String word, int classes) {
    Matcher matcher = TARGET.matcher(word);
    if (matcher.matches()) {
      int index = Integer.parseInt(matcher.group(1));
      String second = matcher.group(2);
      int contrast = second == null ? -1 : Integer.parseInt(second);
      if (index < classes && contrast < classes && index != contrast) {
        return second == null ? Target.of(index) : Target.contrast(index, contrast);
      }
    }
    throw new UserException(
        String.format(
            Locale.ROOT,
            "Cannot explain the target %s: it is no class of the model; allowed are 0 to %d, and A-B for two different ones",
            word.isEmpty() ? "''" : word,
            classes - 1));
  }
}
