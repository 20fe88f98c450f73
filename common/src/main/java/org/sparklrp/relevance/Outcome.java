package org.sparklrp.relevance;

import java.util.List;
import org.sparklrp.image.Stage;

/**
 * What became of one image: explained, or failed with a reason. A failure is a value, not an
 * exception.
 */
public sealed interface Outcome {
  /** The image's key. */
  String imageId();

  /**
   * An image that was explained.
   *
   * @param imageId the image's key
   * @param predicted the class with the largest logit
   * @param explanations one per target, at least one; in a later part of a batch those that are
   *     left
   */
  record Explained(String imageId, int predicted, List<TargetExplanation> explanations)
      implements Outcome {
    /** Copies the list. */
    public Explained {
      explanations = List.copyOf(explanations);
    }
  }

  /**
   * An image that could not be explained.
   *
   * @param imageId the image's key
   * @param stage how far it came
   * @param reason one sentence
   */
  record Failed(String imageId, Stage stage, String reason) implements Outcome {}
}
