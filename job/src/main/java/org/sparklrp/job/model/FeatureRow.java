package org.sparklrp.job.model;

/**
 * A row of a table of local features.
 *
 * @param channel the channel's name; empty: whichever
 * @param areas left, top, right and bottom of each feature
 * @param values of the features, one after the other
 */
record FeatureRow(String channel, double[] areas, double[] values) {}
