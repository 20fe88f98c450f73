package org.sparklrp.job.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Judged.Severity;
import org.sparklrp.job.run.CodeVersion;
import org.sparklrp.job.table.OutputFolder;

/**
 * The verdict as OpenLineage's DataQualityAssertionsDatasetFacet, to be put among the input facets
 * of the dataset whose images were explained: one assertion for each value that a gate watches.
 * What the specification does not name stands in fields that it allows.
 */
final class OpenLineageFacet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      "https://openlineage.io/spec/facets/1-0-2/DataQualityAssertionsDatasetFacet.json"
          + "#/$defs/DataQualityAssertionsDatasetFacet";

  private OpenLineageFacet() {}

  /** The facet under its name, as JSON. */
  static String json(CompareResult result) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode facet =
        root.putObject("dataQualityAssertions")
            .put("_producer", "urn:" + OutputFolder.PRODUCT + ":" + CodeVersion.current().version())
            .put("_schemaURL", SCHEMA);
    var assertions = facet.putArray("assertions");
    for (Judged judged : result.judged()) {
      Severity severity = judged.severity();
      if (severity != null) {
        put(assertions.addObject(), judged, severity);
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON is JSON", e);
    }
  }

  private static void put(ObjectNode assertion, Judged judged, Severity severity) {
    String metric = judged.measured().metric().path();
    assertion
        .put("assertion", metric)
        .put("success", !judged.breached())
        .put("severity", severity == Severity.FAIL ? "error" : "warn")
        .put(
            "name",
            "%s of %s (%s)"
                .formatted(metric, judged.measured().entity(), VerdictFiles.sample(judged)))
        .put("description", judged.reason());
    Double threshold = judged.threshold();
    if (threshold != null) {
      assertion.put("expected", String.format(Locale.ROOT, "an effect of at most %s", threshold));
    }
    assertion.put(
        "actual", String.format(Locale.ROOT, "an effect of %s", judged.measured().effect()));
  }
}
