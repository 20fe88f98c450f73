package org.sparklrp.config;

/**
 * How the job runs: section {@code job}.
 *
 * @param batchSize images explained in one call, at least 1
 * @param maxFailedFraction the share of images, 0 to 1, that may fail before the job counts as
 *     failed
 * @param limits what one image may cost
 * @param seed of whatever is random
 */
public record RunConfig(int batchSize, double maxFailedFraction, ImageLimits limits, long seed) {}
