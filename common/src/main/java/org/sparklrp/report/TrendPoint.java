package org.sparklrp.report;

import org.jspecify.annotations.Nullable;

/**
 * What a run in the history said of a class.
 *
 * @param time when the run began
 * @param accuracy share of the class's images predicted right, or null
 * @param relevance mean over the explanations, or null
 * @param distance of the mean map from that of the run's baseline, or null
 */
public record TrendPoint(
    String time,
    @Nullable Double accuracy,
    @Nullable Double relevance,
    @Nullable Double distance) {}
