package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.sparklrp.image.PixelImage;

/**
 * One image taken away in the order of one map: asks for what the model says after each step. The
 * curves are complete once the queue is flushed.
 */
public final class Flipping {
  /** Which pixels go first. */
  public enum Order {
    /** Those with the most relevance. */
    MORF,
    /** Those with the least. */
    LERF
  }

  private final double[] scores;
  private final double[] probabilities;
  private final Answers answers;

  /**
   * What is read off an answer.
   *
   * @param score f, of the logits
   * @param probability p, of the logits
   */
  public record Answers(ToDoubleFunction<float[]> score, ToDoubleFunction<float[]> probability) {}

  /** Curves of {@code steps + 1} places. */
  private Flipping(int steps, Answers answers) {
    scores = new double[steps + 1];
    probabilities = new double[steps + 1];
    this.answers = answers;
  }

  /**
   * Takes the image away.
   *
   * @param image as it is
   * @param order patches, the first to go first
   * @param plan the steps
   * @param replacers of this image's pixels, a new one for this order
   * @param queue takes K + 1 images
   */
  public static Flipping of(
      PixelImage image,
      int[] order,
      RemovalPlan plan,
      Supplier<Replacer> replacers,
      Answers answers,
      ScoreQueue queue) {
    Flipping flipping = new Flipping(plan.steps(), answers);
    Replacer replacer = replacers.get();
    boolean[] missing = new boolean[image.height() * image.width()];
    queue.ask(image, flipping.at(0));
    for (int step = 1; step <= plan.steps(); step++) {
      plan.remove(order, step, missing);
      queue.ask(replacer.without(missing), flipping.at(step));
    }
    return flipping;
  }

  private Consumer<float[]> at(int step) {
    return logits -> {
      scores[step] = answers.score().applyAsDouble(logits);
      probabilities[step] = answers.probability().applyAsDouble(logits);
    };
  }

  /** f after each step. */
  public FlippingCurve score() {
    return new FlippingCurve(scores.clone());
  }

  /** p after each step. */
  public FlippingCurve probability() {
    return new FlippingCurve(probabilities.clone());
  }

  /** Whether all numbers are there and finite. */
  public boolean isFinite() {
    return Arrays.stream(scores).allMatch(Double::isFinite);
  }
}
