package org.sparklrp.model.onnx.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.onnx.file.Declared;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.Printable;

/**
 * Which of several outputs holds the scores of classes. What speaks for one is taken in turn: that
 * it holds numbers and not labels, that no other one is computed from it, that it is a vector per
 * image, and its name.
 */
public final class OutputChoice {
  private static final List<String> SCORES =
      List.of("logit", "score", "prob", "class", "pred", "softmax");
  private static final List<String> OTHERS =
      List.of(
          "embed", "feature", "hidden", "pool", "aux", "attention", "attn", "mask", "box", "state");

  private OutputChoice() {}

  /**
   * The output that is explained.
   *
   * @param wanted its name as the user says it, or empty
   * @throws UserException if there is none of that name, or several look alike
   */
  public static Declared choose(OnnxGraph file, String wanted) {
    if (!wanted.isEmpty()) {
      return named(file, wanted);
    }
    List<Declared> left = distinct(file);
    left = those(left, Declared::mayBeReal);
    List<Declared> rivals = left;
    left = those(left, output -> rivals.stream().noneMatch(other -> leads(file, output, other)));
    left = those(left, OutputChoice::isVector);
    int best = left.stream().mapToInt(OutputChoice::likeScores).max().orElse(0);
    left = those(left, output -> likeScores(output) == best);
    if (left.size() > 1) {
      throw new UserException(
          "Cannot tell which output of %s holds the scores of classes: it has several alike (%s); set model.output to the name of one"
              .formatted(file.origin(), text(left)));
    }
    return left.get(0);
  }

  private static Declared named(OnnxGraph file, String wanted) {
    List<String> names = file.outputs().stream().map(Declared::name).toList();
    return file.outputs().stream()
        .filter(output -> output.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot explain the output %s of %s: it has none of that name; %s; there are %s"
                        .formatted(
                            wanted,
                            file.origin(),
                            "the nearest is " + NearestName.of(wanted, names),
                            text(file.outputs()))));
  }

  /** One output of each group that shows the same logits: the one with the least behind them. */
  private static List<Declared> distinct(OnnxGraph file) {
    Map<String, Declared> byLogits = new LinkedHashMap<>();
    Comparator<Declared> fewest =
        Comparator.comparing((Declared output) -> !output.mayBeReal())
            .thenComparing(output -> OutputCut.find(file, output.name()).notes().size());
    for (Declared output : file.outputs()) {
      byLogits.merge(
          OutputCut.find(file, output.name()).logits(),
          output,
          (one, other) -> fewest.compare(other, one) < 0 ? other : one);
    }
    return new ArrayList<>(byLogits.values());
  }

  private static List<Declared> those(List<Declared> outputs, Predicate<Declared> test) {
    List<Declared> left = outputs.stream().filter(test).toList();
    return left.isEmpty() ? outputs : left;
  }

  /** Whether one output is computed from another. */
  private static boolean leads(OnnxGraph file, Declared from, Declared to) {
    if (from.name().equals(to.name())) {
      return false;
    }
    Set<String> reads = new HashSet<>(Set.of(to.name()));
    for (int i = file.nodes().size() - 1; i >= 0; i--) {
      OnnxNode node = file.nodes().get(i);
      if (node.outputs().stream().anyMatch(reads::contains)) {
        reads.addAll(node.inputs());
      }
    }
    return reads.contains(from.name());
  }

  private static boolean isVector(Declared output) {
    List<Integer> shape = output.shape();
    return shape != null
        && shape.size() >= 2
        && shape.stream().skip(2).allMatch(length -> length == 1);
  }

  private static int likeScores(Declared output) {
    String name = output.name().toLowerCase(Locale.ROOT);
    return (SCORES.stream().anyMatch(name::contains) ? 1 : 0)
        - (OTHERS.stream().anyMatch(name::contains) ? 1 : 0);
  }

  private static String text(List<Declared> outputs) {
    return outputs.stream().map(Declared::text).collect(Collectors.joining("; "));
  }

  /** What was chosen among several, as a sentence; empty where there is one output. */
  public static List<String> note(OnnxGraph file, Declared chosen) {
    return file.outputs().size() < 2
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "Of the %d outputs (%s) %s is explained; model.output chooses another.",
                file.outputs().size(),
                text(file.outputs()),
                Printable.of(chosen.name())));
  }
}
