package org.sparklrp.job.model;

import java.io.Serializable;
import java.util.function.Supplier;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.relevance.Explainer;

/**
 * All a task needs to explain images.
 *
 * @param factory builds the explainer where the JVM has none yet
 * @param spec the explainer's recipe
 * @param model the model as executors get it
 * @param preprocessing from a decoded image to what the classifier sees
 * @param limits what one image may cost
 * @param batchSize images explained in one call
 * @param gigaflops of one image's forward pass through the network; 0 where that is not known
 */
public record Recipe(
    ExplainerFactory factory,
    ExplainerSpec spec,
    ModelFile model,
    Preprocessing preprocessing,
    ImageLimits limits,
    int batchSize,
    double gigaflops)
    implements Serializable {

  /** The same model, at the same place, explained by another recipe. */
  public Recipe with(ExplainerSpec other) {
    return new Recipe(factory, other, model, preprocessing, limits, batchSize, gigaflops);
  }

  /**
   * The same, for images that are changed and asked about again.
   *
   * @param what is done so, for the message: {@code evaluate methods}
   * @throws UserException where local features are computed elsewhere, for the images as they are
   */
  public Recipe forChangedImages(String what) {
    if (spec instanceof ExplainerSpec.BowSpec words && !words.features().isEmpty()) {
      throw new UserException(
          "Cannot %s: images are changed and the model is asked again, and its local features are computed elsewhere (%s); take a model that computes them"
              .formatted(what, words.features()));
    }
    return this;
  }

  /** This JVM's explainer. */
  public ExplainerCache.Lease lease() {
    return lease(() -> factory.open(spec, model.opened()));
  }

  /** This JVM's explainer, built in another way if there is none yet. */
  public ExplainerCache.Lease lease(Supplier<Explainer> open) {
    return ExplainerCache.lease(new ExplainerCache.Key(model.sha256(), spec), open);
  }
}
