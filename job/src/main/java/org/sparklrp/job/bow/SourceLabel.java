package org.sparklrp.job.bow;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An image's key and its label.
 *
 * @param imageId the key
 * @param label the true class as the dataset names it, or null
 */
record SourceLabel(String imageId, @Nullable String label) implements Serializable {}
