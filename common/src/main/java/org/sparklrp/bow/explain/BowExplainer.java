package org.sparklrp.bow.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.config.ExplainerSpec.BowSpec;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Stage;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.LayerRelevance;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/**
 * Explains the decisions of a Bag-of-Words model pixel by pixel. Maps have one channel; logits are
 * the decision values of the classes' machines, and a probability is their softmax, which ranks
 * classes but is not calibrated. Of machines of pairs, the class with most votes is predicted. The
 * ledger's residual is zero up to rounding for kernels that are sums over dimensions, and the
 * remainder of the expansion for others.
 */
public final class BowExplainer implements Explainer {
  private final BowModel model;
  private final List<TargetSelector> targets;
  private final ClassNames classes;
  private final BowDecomposer decomposer;
  private final FeatureLookup lookup;
  private final boolean details;

  /** An explainer for one model that computes all local features itself. */
  public BowExplainer(BowModel model, BowSpec spec) {
    this(model, spec, FeatureLookup.NONE);
  }

  /**
   * An explainer for one model.
   *
   * @param lookup finds features that are computed elsewhere
   */
  public BowExplainer(BowModel model, BowSpec spec, FeatureLookup lookup) {
    this.model = model;
    this.lookup = lookup;
    this.targets = spec.targets();
    this.classes = spec.classes().size() == 0 ? model.classes() : spec.classes();
    if (classes.size() != model.classes().size()) {
      throw new IllegalArgumentException(
          classes.size() + " class names for a model of " + model.classes().size() + " classes");
    }
    this.details = spec.details();
    this.decomposer = new BowDecomposer(model, spec.words(), spec.segments());
  }

  @Override
  public List<Outcome> explain(ImageBatch batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (ImageInput input : batch.images()) {
      outcomes.add(explain(input));
    }
    return outcomes;
  }

  @Override
  public List<float[]> logits(ImageBatch batch) {
    if (!model.given().isEmpty()) {
      throw new UserException(
          "Cannot decide on images that were changed: the local features of channel %s are computed elsewhere, of the images as they were; take a model whose features are computed here"
              .formatted(model.given().get(0).name()));
    }
    List<float[]> logits = new ArrayList<>();
    for (ImageInput input : batch.images()) {
      model
          .objection(input.pixels())
          .ifPresent(
              objection -> {
                throw new IllegalArgumentException(objection);
              });
      logits.add(rounded(model.decide(model.pool(input.pixels()))));
    }
    return logits;
  }

  private Outcome explain(ImageInput input) {
    PixelImage image = input.pixels();
    Optional<String> objection = model.objection(image);
    if (objection.isPresent()) {
      return failed(input, objection.get());
    }
    List<PooledFeatures> pooled;
    try {
      pooled = model.pool(image, given(input.imageId()));
    } catch (IOException | UserException | IllegalArgumentException e) {
      return failed(input, "its local features cannot be used: " + e.getMessage());
    }
    double[] decisions = model.decide(pooled);
    for (int i = 0; i < decisions.length; i++) {
      if (!Double.isFinite(decisions[i])) {
        return failed(input, "the decision for class " + classes.name(i) + " is " + decisions[i]);
      }
    }
    float[] ranks = rounded(model.ranks(pooled, decisions));
    List<Target> wanted = TargetSelector.selectAll(targets, ranks, labelIndex(input.label()));
    if (wanted.isEmpty()) {
      return failed(input, "no target applies: its label is " + input.label());
    }
    List<TargetExplanation> explanations = new ArrayList<>();
    for (Target target : wanted) {
      explanations.add(explain(pooled, decisions, target, image));
    }
    return new Outcome.Explained(input.imageId(), TargetSelector.argmax(ranks), explanations);
  }

  private Map<String, LocalFeatures> given(String imageId) throws IOException {
    Map<String, LocalFeatures> given = new HashMap<>();
    for (FeatureChannel channel : model.given()) {
      given.put(channel.name(), lookup.find(channel.name(), imageId));
    }
    return given;
  }

  private static float[] rounded(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  private TargetExplanation explain(
      List<PooledFeatures> pooled, double[] decisions, Target target, PixelImage image) {
    BowDecomposition decomposition =
        decomposer.decompose(pooled, decisions, target, image.width(), image.height());
    RelevanceMap map =
        PixelRelevance.rounded(decomposition.pixels(), image.width(), image.height());
    double sum = 0;
    for (float value : map.values()) {
      sum += value;
    }
    return new TargetExplanation(
        target,
        probability(decisions, target.index()),
        new Ledger(decomposition.score(), sum, 0, 0, 0),
        map,
        LayerRelevance.NONE,
        details ? decomposition.inside(model, pooled) : List.of());
  }

  private static Outcome failed(ImageInput input, String reason) {
    return new Outcome.Failed(input.imageId(), Stage.EXPLAIN, reason);
  }

  private @Nullable Integer labelIndex(@Nullable String label) {
    if (label == null || classes.find(label).isEmpty()) {
      return null;
    }
    return classes.find(label).getAsInt();
  }

  private static double probability(double[] decisions, int index) {
    double sum = 0;
    for (double decision : decisions) {
      sum += Math.exp(decision - decisions[index]);
    }
    return 1 / sum;
  }

  @Override
  public ClassNames classes() {
    return classes;
  }

  /** Nothing to release: everything lives on the heap. */
  @Override
  public void close() {}
}
