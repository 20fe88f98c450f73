package org.sparklrp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetSelector;

class TargetParserTest {
  private static final ClassNames CLASSES =
      new ClassNames(List.of("cat", "polar-bear", "dog", "polar", "bear-dog"));

  private static TargetSelector parse(String target) {
    return TargetParser.parse(List.of(target), CLASSES).get(0);
  }

  private static void assertProblem(String target, String problem) {
    assertThatThrownBy(() -> parse(target))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot explain the target " + target + ": " + problem);
  }

  @Test
  void everyFormIsUnderstood() {
    assertThat(
            TargetParser.parse(
                List.of(
                    "predicted",
                    "label",
                    "all",
                    "top-3",
                    "class:dog",
                    "class:0",
                    "class:polar-bear",
                    "contrast:cat-dog",
                    "contrast:2-0"),
                CLASSES))
        .containsExactly(
            new TargetSelector.Predicted(),
            new TargetSelector.Label(),
            new TargetSelector.All(),
            new TargetSelector.Top(3),
            new TargetSelector.Fixed(Target.of(2)),
            new TargetSelector.Fixed(Target.of(0)),
            new TargetSelector.Fixed(Target.of(1)),
            new TargetSelector.Fixed(Target.contrast(0, 2)),
            new TargetSelector.Fixed(Target.contrast(2, 0)));
  }

  @Test
  void classNamesWithDashesMayStandInContrasts() {
    assertThat(parse("contrast:polar-bear-cat"))
        .isEqualTo(new TargetSelector.Fixed(Target.contrast(1, 0)));
    assertThat(parse("contrast:cat-polar-bear"))
        .isEqualTo(new TargetSelector.Fixed(Target.contrast(0, 1)));
    assertProblem(
        "contrast:polar-bear-dog",
        "its dashes can be read in 2 ways; write the classes' indices instead of their names");
  }

  @Test
  void unknownFormsAndClassesAreNamed() {
    assertProblem(
        "best",
        "unknown form; allowed: predicted, label, top-K, class:NAME-OR-INDEX, all, contrast:A-B");
    assertProblem(
        "class:catt",
        "the model has no class catt; the nearest is cat, and indices 0 to 4 are allowed");
    assertProblem(
        "class:5", "the model has no class 5; the nearest is cat, and indices 0 to 4 are allowed");
    assertProblem(
        "contrast:cat-dig",
        "the model has no class dig; the nearest is dog, and indices 0 to 4 are allowed");
    assertProblem(
        "contrast:cut-dog",
        "the model has no class cut; the nearest is cat, and indices 0 to 4 are allowed");
    assertProblem("contrast:cat-0", "a class does not differ from itself; name two classes");
    assertProblem("top-6", "the model has 5 classes; allowed: top-1 to top-5");
  }
}
