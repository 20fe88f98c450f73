package org.sparklrp.config;

import java.util.List;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.relevance.ClassNames;

/**
 * Everything an {@code explain} run is told, checked and with its defaults filled in.
 *
 * @param input where the images come from
 * @param model the classifier
 * @param preprocess from a decoded image to what the classifier sees
 * @param method how images are explained
 * @param bagOfWords how a Bag-of-Words model is explained
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
    BagOfWords bagOfWords,
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
   * @throws UserException when a target names a class that does not exist, or words are asked for
   */
  public ExplainerSpec.LrpSpec lrpSpec(ClassNames classes, List<Integer> inputShape) {
    if (output.bowDetails()) {
      throw new UserException(
          "Cannot write words and local features: the model is a network and has none (%s); remove output.bow-details or give model.path the directory of a Bag-of-Words model"
              .formatted(model.path()));
    }
    if (!model.features().isEmpty()) {
      throw new UserException(
          "Cannot explain a network by local features: it takes pixels (%s); remove model.features or give model.path the directory of a Bag-of-Words model"
              .formatted(model.path()));
    }
    return new ExplainerSpec.LrpSpec(
        classes,
        TargetParser.parse(targets, classes),
        method.with(method.pixels().orElse(preprocess.range())),
        run.batchSize(),
        inputShape,
        output.wishes(),
        model.head());
  }

  /**
   * How a Bag-of-Words model is explained.
   *
   * @param words how words get their relevance, where a kernel leaves a choice
   * @param segments segments searched for a root, at least 1
   * @param forNetworks keys that were set and mean something to networks alone
   */
  public record BagOfWords(ExplainerSpec.BowWords words, int segments, List<String> forNetworks) {
    /** Copies the list. */
    public BagOfWords {
      forNetworks = List.copyOf(forNetworks);
    }
  }

  /**
   * The recipe of the Bag-of-Words engine for this job.
   *
   * @param classes the classes of the model
   * @throws UserException when a target names a class that does not exist, or something is asked
   *     for that such models do not have
   */
  public ExplainerSpec.BowSpec bowSpec(ClassNames classes) {
    if (method.name() != MethodConfig.Name.LRP) {
      throw new UserException(
          "Cannot explain a Bag-of-Words model by %s: it has no layers to differentiate; set method.name = lrp"
              .formatted(method.name().key()));
    }
    if (method.precision() != Precision.FLOAT32) {
      throw new UserException(
          "Cannot explain a Bag-of-Words model in %s: its decomposition is in double precision as it is; remove method.precision"
              .formatted(method.precision().key()));
    }
    if (!bagOfWords.forNetworks().isEmpty()) {
      throw new UserException(
          "Cannot explain a Bag-of-Words model by rules for layers: it has no layers (%s); remove %s"
              .formatted(model.path(), String.join(", ", bagOfWords.forNetworks())));
    }
    if (output.maps() == OutputConfig.Maps.PER_CHANNEL) {
      throw new UserException(
          "Cannot write maps per channel: a Bag-of-Words model's relevance is one value per pixel (%s); set output.maps = signed-sum"
              .formatted(model.path()));
    }
    return new ExplainerSpec.BowSpec(
        classes,
        TargetParser.parse(targets, classes),
        bagOfWords.words(),
        bagOfWords.segments(),
        output.bowDetails(),
        model.features());
  }
}
