package org.sparklrp.job.virelay;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.sparklrp.relevance.ClassNames;

/**
 * The two files of text: what the project consists of, and the names of its classes.
 *
 * @param name of the project
 * @param model its file
 * @param dataset where the images came from
 * @param method how relevance was computed
 * @param isOfPrediction whether all explanations are of the class that was predicted
 * @param classes of the model
 */
record ProjectText(
    String name,
    String model,
    String dataset,
    String method,
    boolean isOfPrediction,
    ClassNames classes) {
  static final String PROJECT = "project.yaml";
  static final String LABELS = "labels.json";
  static final String DATASET = "dataset.h5";

  /** The folder of maps, and the one of analyses; a file per class in each. */
  static final String ATTRIBUTION = "attribution";

  static final String ANALYSIS = "analysis";

  /** The label of images without one, or with one that the model does not know. */
  int unknown() {
    return classes.size();
  }

  /** The file of a class in one of the two folders. */
  static String file(String folder, int target) {
    return folder + "/" + ClassFiles.key(target) + ".h5";
  }

  /** All paths are relative to the file. */
  String project(List<Integer> targets) {
    return """
        project:
          name: %s
          model: %s
          label_map: %s
          dataset:
            name: %s
            type: hdf5
            path: %s
          attributions:
            attribution_method: %s
            attribution_strategy: %s
            sources:
        %s  analyses:
            - analysis_method: "spectral relevance analysis"
              sources:
        %s"""
        .formatted(
            quoted(name),
            quoted(model),
            LABELS,
            quoted(dataset),
            DATASET,
            quoted(method),
            isOfPrediction ? "predicted_label" : "true_label",
            sources(ATTRIBUTION, "      ", targets),
            sources(ANALYSIS, "        ", targets));
  }

  private static String sources(String folder, String indent, List<Integer> targets) {
    StringBuilder sources = new StringBuilder();
    for (int target : targets) {
      sources.append(indent).append("- ").append(file(folder, target)).append('\n');
    }
    return sources.toString();
  }

  /** A string of JSON is one of YAML. */
  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** The names of the classes by their numbers. */
  String labels() {
    ArrayNode labels = JsonNodeFactory.instance.arrayNode();
    for (int index = 0; index <= classes.size(); index++) {
      labels
          .addObject()
          .put("index", index)
          .put("word_net_id", ClassFiles.key(index))
          .put("name", index == unknown() ? "(no known label)" : classes.name(index));
    }
    return labels.toPrettyString();
  }
}
