package org.sparklrp.job.bow;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.model.PreprocessFields;
import org.sparklrp.bow.svm.CrossValidation;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.bow.train.MachineTraining;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.job.run.CodeVersion;

/**
 * What a model's {@code training} section says: how it was made and how good it is.
 *
 * @param config of the training
 * @param images that took part
 * @param trained the number of images the classifier was trained on
 * @param result of the training
 */
record TrainingRecord(
    TrainBowConfig config, TrainingImages images, int trained, MachineTraining.Result result) {

  /**
   * The section's fields.
   *
   * @param evaluation on images held out, or null
   * @param failed the number of images that could not be used
   */
  Map<String, Object> fields(@Nullable Evaluation evaluation, int failed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", CodeVersion.current().version() + " " + CodeVersion.current().commit());
    fields.put("configuration", ConfigFactory.parseString(config.resolved()).root().unwrapped());
    fields.put("preprocess", PreprocessFields.written(config.preprocess()));
    fields.put("images-for-words", images.training().size());
    fields.put("images-for-classifier", trained);
    fields.put("images-failed", failed);
    fields.put("cost", result.chosen().cost());
    fields.put("cross-validation", trials());
    if (evaluation != null) {
      fields.put("held-out", measured(evaluation));
    }
    return fields;
  }

  private List<Object> trials() {
    List<Object> trials = new ArrayList<>();
    for (CrossValidation.Trial trial : result.trials()) {
      trials.add(Map.of("cost", trial.cost(), "accuracy", trial.accuracy()));
    }
    return trials;
  }

  private Map<String, Object> measured(Evaluation evaluation) {
    Map<String, Object> precision = new LinkedHashMap<>();
    for (int c = 0; c < images.classes().size(); c++) {
      if (evaluation.counts().get(c) > 0) {
        precision.put(images.classes().name(c), evaluation.averagePrecision().get(c));
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("images", evaluation.images());
    fields.put("accuracy", evaluation.accuracy());
    fields.put("mean-average-precision", evaluation.meanAveragePrecision());
    fields.put("average-precision", precision);
    return fields;
  }
}
