package org.sparklrp.job.row;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an image beside its pixels.
 *
 * @param imageId its key
 * @param uri where it lies
 * @param label the true class as the dataset names it, if known
 * @param height in pixels, before preprocessing
 * @param width in pixels, before preprocessing
 */
public record ImageFacts(
    String imageId, String uri, @Nullable String label, int height, int width) {}
