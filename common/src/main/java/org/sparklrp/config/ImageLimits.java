package org.sparklrp.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What one image may cost at most, so that it cannot stop a run.
 *
 * @param pixels images with more (height times width) are refused before they are decoded
 * @param time reading an image, and decoding it, may each take so long
 */
public record ImageLimits(long pixels, Duration time) implements Serializable {}
