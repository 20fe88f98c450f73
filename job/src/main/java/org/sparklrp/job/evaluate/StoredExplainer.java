package org.sparklrp.job.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.Stage;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;

/**
 * Explains by the maps of a finished run; the model only answers.
 *
 * @param model answers
 * @param maps by the images' ids
 */
record StoredExplainer(Explainer model, Map<String, Stored> maps) implements Explainer {

  /**
   * An explanation of a run.
   *
   * @param target the class explained
   * @param score its logit then
   * @param relevanceSum as the table explanations has it
   * @param height of the map
   * @param map a relevance per pixel
   */
  record Stored(int target, double score, double relevanceSum, int height, float[] map)
      implements Serializable {}

  @Override
  public List<Outcome> explain(ImageBatch batch) {
    return batch.images().stream().map(this::outcome).toList();
  }

  private Outcome outcome(ImageInput image) {
    Stored stored = maps.get(image.imageId());
    if (stored == null) {
      return new Outcome.Failed(
          image.imageId(), Stage.EXPLAIN, "The run has no map of the class the model predicts");
    }
    RelevanceMap map =
        new RelevanceMap(1, stored.height(), stored.map().length / stored.height(), stored.map());
    return new Outcome.Explained(
        image.imageId(),
        stored.target(),
        List.of(
            new TargetExplanation(
                Target.of(stored.target()),
                Double.NaN,
                new Ledger(stored.score(), stored.relevanceSum(), 0, 0, 0),
                map)));
  }

  @Override
  public List<float[]> logits(ImageBatch batch) {
    return model.logits(batch);
  }

  @Override
  public ClassNames classes() {
    return model.classes();
  }

  /** The model belongs to whoever opened it. */
  @Override
  public void close() {}
}
