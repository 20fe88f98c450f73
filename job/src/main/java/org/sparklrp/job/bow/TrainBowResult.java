package org.sparklrp.job.bow;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.svm.CrossValidation;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.relevance.ClassNames;

/**
 * What a training has come to.
 *
 * @param classes the classes
 * @param trained the number of images the classifier was trained on
 * @param supportVectors of the model
 * @param chosen the cost it was trained with, with its accuracy in the cross-validation
 * @param trials all costs tried
 * @param evaluation on images held out, or null where there were none
 * @param failed the number of images that could not be used
 * @param failedTooMany whether more failed than job.max-failed-fraction allows
 * @param output the model's directory
 */
public record TrainBowResult(
    ClassNames classes,
    int trained,
    int supportVectors,
    CrossValidation.Trial chosen,
    List<CrossValidation.Trial> trials,
    @Nullable Evaluation evaluation,
    int failed,
    boolean failedTooMany,
    Path output) {
  /** Copies the list. */
  public TrainBowResult {
    trials = List.copyOf(trials);
  }
}
