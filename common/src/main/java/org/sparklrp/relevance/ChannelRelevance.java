package org.sparklrp.relevance;

/**
 * The relevance at a layer's output for one explanation, summed per channel: which of the layer's
 * concepts carry the decision (Achtibat et al. 2023).
 *
 * @param layer the layer's name
 * @param values one sum per channel
 */
public record ChannelRelevance(String layer, double[] values) {}
