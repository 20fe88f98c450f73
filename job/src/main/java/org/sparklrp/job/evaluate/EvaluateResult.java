package org.sparklrp.job.evaluate;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.relevance.ClassNames;

/**
 * What the command evaluate found.
 *
 * @param methods that were measured
 * @param classes of the model
 * @param images in the order of their ids
 * @param table means and differences
 * @param failures how many images could not be used, by reason
 * @param output the folder of the table evaluation
 */
public record EvaluateResult(
    MeasuredMethods methods,
    ClassNames classes,
    List<EvaluatedImage> images,
    EvaluationTable table,
    Map<String, Long> failures,
    Path output) {
  /** Copies the collections. */
  public EvaluateResult {
    images = List.copyOf(images);
    failures = Map.copyOf(failures);
  }
}
