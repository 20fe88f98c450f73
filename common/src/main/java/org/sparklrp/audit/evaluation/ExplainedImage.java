package org.sparklrp.audit.evaluation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.image.ImageInput;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.TargetExplanation;

/**
 * An image with what all methods say of it.
 *
 * @param input the image
 * @param logits the model's answer
 * @param target the class explained: that with the largest logit
 * @param second the class with the second largest; -1 where there is none
 * @param methods one each, the null maps last
 */
record ExplainedImage(
    ImageInput input, float[] logits, int target, int second, List<OfMethod> methods) {

  /**
   * What one method says.
   *
   * @param map one relevance per pixel; null where it failed
   * @param ofSecond the map of the second class; null where it has none
   * @param explanation the map's; null for null maps
   * @param reason why there is no map, else empty
   */
  record OfMethod(
      float @Nullable [] map,
      float @Nullable [] ofSecond,
      @Nullable TargetExplanation explanation,
      String reason) {
    /** A map that knows nothing is the same for all classes. */
    static OfMethod known(float[] map) {
      return new OfMethod(map, map, null, "");
    }

    static OfMethod of(Outcome outcome, int target, int second) {
      if (outcome instanceof Outcome.Failed failed) {
        return new OfMethod(null, null, null, failed.reason());
      }
      List<TargetExplanation> explanations = ((Outcome.Explained) outcome).explanations();
      Optional<TargetExplanation> first = find(explanations, target);
      return first.isEmpty()
          ? new OfMethod(null, null, null, "The method explains another class")
          : new OfMethod(
              first.get().map().signedSum(),
              find(explanations, second)
                  .map(TargetExplanation::map)
                  .map(RelevanceMap::signedSum)
                  .orElse(null),
              first.get(),
              "");
    }

    private static Optional<TargetExplanation> find(List<TargetExplanation> all, int target) {
      return all.stream()
          .filter(each -> each.target().contrast() == null && each.target().index() == target)
          .findFirst();
    }
  }

  int pixels() {
    return input.pixels().height() * input.pixels().width();
  }
}
