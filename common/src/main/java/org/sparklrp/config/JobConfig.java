package org.sparklrp.config;

import java.util.List;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.relevance.ClassNames;

/**
 * Everything an {@code explain} run is told, checked and with its defaults filled in.
 *
 * @param input where the images come from
 * @param model the classifier
 * @param preprocess from a decoded image to what the classifier sees
 * @param method how images are explained
 * @param targets what is explained of each image, as written; see {@link TargetParser}
 * @param output what is written and where
 * @param run how the job runs
 * @param resolved every key with its value, defaults included, as one line of JSON: for the
 *     manifest
 */
public record JobConfig(
    InputConfig input,
    ModelConfig model,
    Preprocessing preprocess,
    MethodConfig method,
    List<String> targets,
    OutputConfig output,
    RunConfig run,
    String resolved) {
  /** Copies the list. */
  public JobConfig {
    targets = List.copyOf(targets);
  }

  /**
   * The recipe of the neural engine for this job.
   *
   * @param classes the classes of the model
   * @param inputShape channels, height and width of the preprocessed images
   * @throws UserException when a target names a class that does not exist
   */
  public ExplainerSpec.LrpSpec lrpSpec(ClassNames classes, List<Integer> inputShape) {
    return new ExplainerSpec.LrpSpec(
        classes,
        TargetParser.parse(targets, classes),
        method.withBounds(
            method.low().isEmpty() ? preprocess.low() : method.low(),
            method.high().isEmpty() ? preprocess.high() : method.high()),
        run.batchSize(),
        inputShape,
        output.wishes());
  }
}
