package org.sparklrp.job.bow;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An image's key, its place and its label.
 *
 * @param imageId the key
 * @param uri where it lies
 * @param label the true class as the dataset names it, or null
 */
record SourceLabel(String imageId, String uri, @Nullable String label) implements Serializable {}
