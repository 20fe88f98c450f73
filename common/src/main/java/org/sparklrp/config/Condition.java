package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;

/**
 * Relevance restricted to some channels of a layer's output: concept relevance propagation
 * (Achtibat et al. 2023, eq. 5). What the other channels would hand on is booked as
 * absorbed_conditions.
 *
 * @param layer the layer's name, as {@code inspect} prints it
 * @param channels the channels that relevance passes, counted from 0
 */
public record Condition(String layer, List<Integer> channels) implements Serializable {
  /** Copies the list. */
  public Condition {
    channels = List.copyOf(channels);
  }
}
