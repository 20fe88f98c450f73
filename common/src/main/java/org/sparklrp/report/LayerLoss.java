package org.sparklrp.report;

/**
 * What becomes of relevance in a layer, on average over the images of a class.
 *
 * @param layer its name
 * @param relevance that leaves it towards the pixels
 * @param bias what biases absorbed
 * @param stabilizer what the stabiliser absorbed
 * @param dead what was lost at neurons without input
 */
public record LayerLoss(
    String layer, double relevance, double bias, double stabilizer, double dead) {}
