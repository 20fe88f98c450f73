package org.sparklrp.job.bow;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was computed of one image.
 *
 * @param imageId the image's key
 * @param value the result, or null where the image could not be used
 * @param failure why not, else empty
 */
record Computed<T>(String imageId, @Nullable T value, String failure) implements Serializable {}
