package org.sparklrp.image;

import org.jspecify.annotations.Nullable;

/**
 * One image on its way to an explainer.
 *
 * @param imageId the image's key in every table
 * @param label the true class's name, or null where the dataset has none
 * @param pixels the preprocessed image
 */
public record ImageInput(String imageId, @Nullable String label, PixelImage pixels) {}
