package org.sparklrp.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How the numbers of benchmarks are written. */
final class Figures {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Figures() {}

  /** A rate in images/s, with decimals while they tell something. */
  static String rate(double imagesPerSecond) {
    return String.format(Locale.ROOT, imagesPerSecond < 100 ? "%.2f" : "%,.0f", imagesPerSecond);
  }

  /** A new tree to be filled with numbers. */
  static ObjectNode tree() {
    return MAPPER.createObjectNode();
  }

  /** A tree of numbers as JSON. */
  static String json(ObjectNode tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers can be written as JSON", e);
    }
  }
}
