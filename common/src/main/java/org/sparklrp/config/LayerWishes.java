package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;

/**
 * What is to be seen inside the network while it explains.
 *
 * @param flows whether each layer's relevance is accounted for
 * @param concepts the layers whose relevance is summed per channel: globs over layer names
 */
public record LayerWishes(boolean flows, List<String> concepts) implements Serializable {
  /** Nothing. */
  public static final LayerWishes NONE = new LayerWishes(false, List.of());

  /** Copies the list. */
  public LayerWishes {
    concepts = List.copyOf(concepts);
  }
}
