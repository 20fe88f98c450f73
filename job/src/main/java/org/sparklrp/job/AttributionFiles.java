package org.sparklrp.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparklrp.engine.ImageAttribution;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.model.NpyFile;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;

/**
 * The files of an attribution.
 *
 * @param files where they are written
 * @param folder the folder they are written to
 */
record AttributionFiles(HadoopFiles files, String folder) {

  /**
   * Writes everything and says so.
   *
   * @param shape the inputs' shape
   * @param results per method, one attribution per input
   */
  void write(List<Integer> shape, Map<String, List<ImageAttribution>> results, PrintWriter out) {
    results.forEach(
        (method, attributions) -> {
          String path = path(method + ".npy");
          files.write("the relevances", path, NpyFile.format(shape, relevances(attributions)));
          out.println(path + ": " + account(attributions));
        });
    List<ImageAttribution> any = results.values().iterator().next();
    int classes = any.get(0).logits().length;
    files.write(
        "the logits",
        path("logits.npy"),
        NpyFile.format(List.of(any.size(), classes), logits(any, classes)));
    files.write(
        "the ledger", path("ledger.json"), ledger(results).getBytes(StandardCharsets.UTF_8));
    out.println(path("logits.npy"));
    out.println(path("ledger.json"));
  }

  private String path(String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private static TargetExplanation only(ImageAttribution attribution) {
    return attribution.explanations().get(0);
  }

  private static float[] relevances(List<ImageAttribution> attributions) {
    int size = only(attributions.get(0)).map().values().length;
    float[] all = new float[attributions.size() * size];
    for (int image = 0; image < attributions.size(); image++) {
      float[] values = only(attributions.get(image)).map().values();
      System.arraycopy(values, 0, all, image * size, size);
    }
    return all;
  }

  private static float[] logits(List<ImageAttribution> attributions, int classes) {
    float[] all = new float[attributions.size() * classes];
    for (int image = 0; image < attributions.size(); image++) {
      System.arraycopy(attributions.get(image).logits(), 0, all, image * classes, classes);
    }
    return all;
  }

  private static String account(List<ImageAttribution> attributions) {
    double score = 0;
    double relevance = 0;
    for (ImageAttribution attribution : attributions) {
      score += only(attribution).ledger().score();
      relevance += only(attribution).ledger().relevanceSum();
    }
    int count = attributions.size();
    return String.format(
        Locale.ROOT,
        "%d inputs, mean score %.6g, mean sum of relevance %.6g",
        count,
        score / count,
        relevance / count);
  }

  private static String ledger(Map<String, List<ImageAttribution>> results) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    results.forEach(
        (method, attributions) -> {
          ArrayNode lines = root.putArray(method);
          attributions.forEach(attribution -> fill(lines.addObject(), only(attribution)));
        });
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers can be written as JSON", e);
    }
  }

  private static void fill(ObjectNode line, TargetExplanation explanation) {
    Target target = explanation.target();
    Ledger ledger = explanation.ledger();
    line.put("target", target.index());
    Integer contrast = target.contrast();
    if (contrast != null) {
      line.put("contrast", contrast.intValue());
    }
    line.put("score", ledger.score());
    line.put("relevance_sum", ledger.relevanceSum());
    line.put("absorbed_bias", ledger.absorbedBias());
    line.put("absorbed_stabilizer", ledger.absorbedStabilizer());
    line.put("absorbed_dead", ledger.absorbedDead());
    line.put("absorbed_conditions", ledger.absorbedConditions());
    line.put("residual", ledger.residual());
  }
}
