package org.sparklrp.job.row;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an image beside its pixels.
 *
 * @param imageId its key
 * @param uri where it lies
 * @param label the true class as the dataset names it, if known
 * @param subset to which part of the dataset it belongs, if that is known
 * @param kept the columns of the input that are carried along, as JSON, if there are such
 * @param height in pixels, before preprocessing
 * @param width in pixels, before preprocessing
 */
public record ImageFacts(
    String imageId,
    String uri,
    @Nullable String label,
    @Nullable String subset,
    @Nullable String kept,
    int height,
    int width) {}
