package org.sparklrp.job.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The label in an image's JSON file. */
final class JsonLabel {
  private static final List<String> FIELDS = List.of("label", "cls", "class");

  private JsonLabel() {}

  /** The field label, cls or class; the whole text where it is a plain value; empty if neither. */
  static String of(String json) {
    try {
      JsonNode root = new ObjectMapper().readTree(json);
      if (root.isValueNode()) {
        return root.asText();
      }
      for (String field : FIELDS) {
        if (root.path(field).isValueNode()) {
          return root.path(field).asText();
        }
      }
      return "";
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
