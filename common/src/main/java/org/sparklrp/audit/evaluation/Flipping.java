package org.sparklrp.audit.evaluation;

import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.sparklrp.image.PixelImage;

/**
 * One image to be taken away: asks for what the model says after each step.
 *
 * @param image as it is
 * @param logits of the whole image
 * @param plan the steps
 * @param answers what is read off the logits
 * @param queue takes the changed images
 */
public record Flipping(
    PixelImage image, float[] logits, RemovalPlan plan, Answers answers, ScoreQueue queue) {

  /**
   * What is read off an answer.
   *
   * @param score f, of the logits
   * @param probability p, of the logits
   */
  public record Answers(ToDoubleFunction<float[]> score, ToDoubleFunction<float[]> probability) {}

  /**
   * f and p after each step.
   *
   * @param score complete once the queue is flushed
   * @param probability likewise
   */
  public record Curves(FlippingCurve score, FlippingCurve probability) {}

  /**
   * Takes the image away in K steps, each a forward pass.
   *
   * @param order patches, the first to go first
   * @param replacer of this image's pixels, for this order alone
   */
  public Curves away(int[] order, Replacer replacer) {
    double[] scores = new double[plan.steps() + 1];
    double[] probabilities = new double[scores.length];
    boolean[] missing = new boolean[image.height() * image.width()];
    listener(scores, probabilities, 0).accept(logits);
    for (int step = 1; step <= plan.steps(); step++) {
      plan.remove(order, step, missing);
      queue.ask(replacer.without(missing), listener(scores, probabilities, step));
    }
    return new Curves(new FlippingCurve(scores), new FlippingCurve(probabilities));
  }

  private Consumer<float[]> listener(double[] scores, double[] probabilities, int step) {
    return answer -> {
      scores[step] = answers.score().applyAsDouble(answer);
      probabilities[step] = answers.probability().applyAsDouble(answer);
    };
  }
}
