package org.sparklrp.job.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.Secrets;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.run.CodeVersion;
import org.sparklrp.job.statistics.RunCounts;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.relevance.ClassNames;

/**
 * What is to be known of a run to trust its tables and to repeat it.
 *
 * @param config as resolved
 * @param model the model file
 * @param classes its classes
 * @param counts the run's counts
 * @param leftOut files that are no images of the dataset, by reason
 * @param sparkVersion the version of Spark it ran on
 * @param times when it began, and how long the first image took
 * @param finished when the tables were complete
 * @param files what it wrote
 */
record RunManifest(
    JobConfig config,
    ModelFile model,
    ClassNames classes,
    RunCounts counts,
    Map<String, Long> leftOut,
    String sparkVersion,
    Times times,
    Instant finished,
    List<OutputFolder.OutputFile> files) {

  /**
   * How a run went.
   *
   * @param started when it began
   * @param firstImage seconds from the start of the driver's JVM, which is that of spark-submit on
   *     the machine it is called on, to the first explained image; empty where there is none
   * @param tasks seconds of all tasks together by the kind of work
   */
  record Times(Instant started, OptionalDouble firstImage, Map<String, Double> tasks) {}

  /** The manifest's text: JSON. */
  String json() {
    ObjectMapper mapper = new ObjectMapper();
    try {
      ObjectNode root = mapper.createObjectNode();
      root.put("product", OutputFolder.PRODUCT);
      root.set("code", code(mapper));
      root.put("started", times.started().toString());
      root.put("finished", finished.toString());
      root.put("seconds", Duration.between(times.started(), finished).toMillis() / 1000.0);
      times.firstImage().ifPresent(seconds -> root.put("seconds_to_first_image", seconds));
      ObjectNode taskNodes = root.putObject("task_seconds");
      times
          .tasks()
          .forEach((work, seconds) -> taskNodes.put(work, Math.round(seconds * 1e3) / 1e3));
      ObjectNode countNodes = counts(mapper);
      leftOut.forEach(countNodes.putObject("left_out")::put);
      root.set("counts", countNodes);
      ObjectNode modelNode = root.putObject("model");
      modelNode.put("path", Secrets.ofAddress(model.path()));
      modelNode.put("sha256", model.sha256());
      modelNode.put("bytes", model.size());
      classes.names().forEach(modelNode.putArray("classes")::add);
      root.set("config", mapper.readTree(config.resolved()));
      ArrayNode fileNodes = root.putArray("files");
      files.forEach(
          file -> fileNodes.addObject().put("path", file.path()).put("bytes", file.bytes()));
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The resolved configuration is JSON", e);
    }
  }

  private ObjectNode code(ObjectMapper mapper) {
    CodeVersion code = CodeVersion.current();
    return mapper
        .createObjectNode()
        .put("version", code.version())
        .put("commit", code.commit())
        .put("spark", sparkVersion)
        .put("nd4j", code.nd4j())
        .put("java", System.getProperty("java.version"));
  }

  private ObjectNode counts(ObjectMapper mapper) {
    return mapper
        .createObjectNode()
        .put("inputs", counts.inputs())
        .put("explained", counts.explained())
        .put("failed", counts.failed())
        .put("explanations", counts.explanations())
        .put("labelled", counts.labelled())
        .put("correct", counts.correct())
        .put("unknown_labels", counts.unknownLabels());
  }
}
