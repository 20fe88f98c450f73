package org.sparklrp.job.report;

import java.io.Serializable;

/**
 * Which explanation is shown.
 *
 * @param imageId the image's key
 * @param targetName what is explained
 */
record ShownImage(String imageId, String targetName) implements Serializable {}
