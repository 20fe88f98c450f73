package org.sparklrp.bow.vocabulary;

/**
 * The words nearest to each of several features.
 *
 * @param perFeature K, words per feature
 * @param words M x K indices, the nearest first, the lower index first of equals
 * @param squaredDistances M x K squared Euclidean distances
 */
public record Nearest(int perFeature, int[] words, float[] squaredDistances) {}
