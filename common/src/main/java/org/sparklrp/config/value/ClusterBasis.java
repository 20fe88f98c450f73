package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/**
 * What explanations are compared by.
 *
 * @param layer the layer whose channels are compared, or null for the relevance maps
 */
public record ClusterBasis(@Nullable String layer) implements Serializable {
  private static final String MAP = "map";
  private static final String CONCEPTS = "concepts:";

  /** Reads {@code map} or {@code concepts:LAYER}. */
  public record Reader() implements ValueType<ClusterBasis> {
    @Override
    public ClusterBasis read(ConfigValue value) throws UnsuitableValueException {
      if (value.unwrapped() instanceof String text) {
        if (text.equals(MAP)) {
          return new ClusterBasis(null);
        }
        if (text.startsWith(CONCEPTS) && text.length() > CONCEPTS.length()) {
          return new ClusterBasis(text.substring(CONCEPTS.length()));
        }
      }
      throw unsuitable();
    }

    @Override
    public String expected() {
      return "map, or \"concepts:LAYER\" with a layer of output.concepts";
    }
  }
}
