package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;
import org.sparklrp.model.Head;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.TargetSelector;

/**
 * The recipe of an explainer. It travels to the executors beside the broadcast model; the explainer
 * is built there. Every part is a value, so that equal recipes share one explainer.
 */
public sealed interface ExplainerSpec extends Serializable {
  /** The classes of the model. */
  ClassNames classes();

  /** What is explained of each image. */
  List<TargetSelector> targets();

  /**
   * A recipe for the neural engine.
   *
   * @param classes the names of the classes; empty: numbered
   * @param targets what is explained of each image
   * @param method how images are explained, with the bounds of pixels filled in
   * @param batchSize images explained in one call
   * @param inputShape channels, height and width of the preprocessed images
   * @param wishes what is to be seen inside the network
   * @param head what of the network's results is explained
   * @param forgetting what the network forgets of what it learned
   */
  record LrpSpec(
      ClassNames classes,
      List<TargetSelector> targets,
      MethodConfig method,
      int batchSize,
      List<Integer> inputShape,
      LayerWishes wishes,
      Head head,
      Forgetting forgetting)
      implements ExplainerSpec {
    /** A recipe for a network as it is. */
    public LrpSpec(
        ClassNames classes,
        List<TargetSelector> targets,
        MethodConfig method,
        int batchSize,
        List<Integer> inputShape,
        LayerWishes wishes,
        Head head) {
      this(classes, targets, method, batchSize, inputShape, wishes, head, Forgetting.NOTHING);
    }

    /** A recipe for a classifier whose scores are found without help. */
    public LrpSpec(
        ClassNames classes,
        List<TargetSelector> targets,
        MethodConfig method,
        int batchSize,
        List<Integer> inputShape,
        LayerWishes wishes) {
      this(classes, targets, method, batchSize, inputShape, wishes, Head.CLASSIFIER);
    }

    /** A recipe that does not look inside. */
    public LrpSpec(
        ClassNames classes,
        List<TargetSelector> targets,
        MethodConfig method,
        int batchSize,
        List<Integer> inputShape) {
      this(classes, targets, method, batchSize, inputShape, LayerWishes.NONE);
    }

    /** The same with other targets. */
    public LrpSpec with(List<TargetSelector> others) {
      return new LrpSpec(classes, others, method, batchSize, inputShape, wishes, head, forgetting);
    }

    /** The same for a network that has forgotten something. */
    public LrpSpec with(Forgetting other) {
      return new LrpSpec(classes, targets, method, batchSize, inputShape, wishes, head, other);
    }

    /** Copies the lists. */
    public LrpSpec {
      targets = List.copyOf(targets);
      inputShape = List.copyOf(inputShape);
    }
  }

  /**
   * What a network forgets, so that one sees whether explanations depend on what it learned: the
   * weights of its lowest layers are shuffled, each layer's among themselves.
   *
   * @param stage of {@code stages}: the share of the layers with weights, from the bottom
   * @param stages the number of shares, at least 1
   * @param seed of the shuffling
   */
  record Forgetting(int stage, int stages, long seed) implements Serializable {
    /** It keeps all that it learned. */
    public static final Forgetting NOTHING = new Forgetting(0, 1, 0);
  }

  /** How the words of a Bag-of-Words model get their relevance. */
  enum BowWords {
    /** Exactly where every kernel is a sum over dimensions; along a path otherwise. */
    EXACT,
    /** Along the straight path from a root of the decision. */
    PATH,
    /** To first order at a root, for every kernel that has a gradient (Bach et al. 2015). */
    TAYLOR
  }

  /**
   * A recipe for the Bag-of-Words engine. The model's directory travels beside it, packed.
   *
   * @param classes the names of the classes; empty: the model's own
   * @param targets what is explained of each image
   * @param words how words get their relevance
   * @param segments segments searched for a root where one is needed, at least 1
   * @param details whether the relevance of words and local features is wanted too
   * @param features where local features lie that are computed elsewhere; empty where none are
   */
  record BowSpec(
      ClassNames classes,
      List<TargetSelector> targets,
      BowWords words,
      int segments,
      boolean details,
      String features)
      implements ExplainerSpec {
    /** A recipe for a model that computes its features. */
    public BowSpec(
        ClassNames classes,
        List<TargetSelector> targets,
        BowWords words,
        int segments,
        boolean details) {
      this(classes, targets, words, segments, details, "");
    }

    /** A recipe for maps alone. */
    public BowSpec(ClassNames classes, List<TargetSelector> targets, BowWords words, int segments) {
      this(classes, targets, words, segments, false);
    }

    /** The same with other targets. */
    public BowSpec with(List<TargetSelector> others) {
      return new BowSpec(classes, others, words, segments, details, features);
    }

    /** Copies the list. */
    public BowSpec {
      targets = List.copyOf(targets);
      if (segments < 1) {
        throw new IllegalArgumentException("A root search needs a segment, not " + segments);
      }
    }
  }
}
