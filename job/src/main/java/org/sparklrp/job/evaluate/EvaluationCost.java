package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.audit.evaluation.EvaluationPlan;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.fault.Keyword;

/**
 * What a measurement costs, told beforehand.
 *
 * @param plan what is measured
 * @param methods side by side
 * @param images of the sample
 */
record EvaluationCost(EvaluationPlan plan, MeasuredMethods methods, int images) {
  /** Lines for people. */
  String text() {
    int count = methods.names().size();
    List<String> parts = new ArrayList<>();
    long passes = 1;
    long explanations = count;
    for (EvaluationMetric metric : EvaluationMetric.values()) {
      if (!plan.metrics().contains(metric)) {
        continue;
      }
      int forward = plan.forwardPasses(metric, count);
      int again = count * plan.explanations(metric);
      passes += forward;
      explanations += again;
      if (forward > 0) {
        parts.add(String.format(Locale.ROOT, "%s %d", Keyword.of(metric), forward));
      }
      if (again > 0) {
        parts.add(String.format(Locale.ROOT, "%s %d explanations", Keyword.of(metric), again));
      }
    }
    double gigaflops = methods.recipes().get(0).gigaflops() * passes * images;
    return String.format(
        Locale.ROOT,
        "%d images, %d %s; per image %d forward passes and %d explanations (%s); %d forward passes in all%s",
        images,
        count,
        count == 1 ? "method" : "methods",
        passes,
        explanations,
        parts.isEmpty() ? "one each" : String.join(", ", parts),
        passes * images,
        gigaflops > 0 ? String.format(Locale.ROOT, ", %.0f GFLOP", gigaflops) : "");
  }
}
