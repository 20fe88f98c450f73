package org.sparklrp.relevance;

import java.util.List;

/**
 * What was seen inside the network on the way of one explanation, as far as it was asked for.
 *
 * @param flows what each layer received and kept; empty unless asked for
 * @param concepts relevance per channel of the layers asked for
 */
public record LayerRelevance(List<LayerFlow> flows, List<ChannelRelevance> concepts) {
  /** Nothing was asked for. */
  public static final LayerRelevance NONE = new LayerRelevance(List.of(), List.of());

  /** Copies the lists. */
  public LayerRelevance {
    flows = List.copyOf(flows);
    concepts = List.copyOf(concepts);
  }
}
