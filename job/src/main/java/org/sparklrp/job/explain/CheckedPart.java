package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.List;

/**
 * What one task of a trial run saw.
 *
 * @param images all of its images
 * @param seconds spent on its batches: reading, decoding, explaining, making rows
 * @param steady the same of the batches behind the first, which warms up; 0 where there is one
 * @param steadyImages the images of those
 * @param tableBytes the size of their rows in files of their own
 * @param residentBytes the most memory that the task's JVM has held so far, 0 where unknown
 */
record CheckedPart(
    List<CheckedImage> images,
    double seconds,
    double steady,
    long steadyImages,
    long tableBytes,
    long residentBytes)
    implements Serializable {
  /** Copies the list. */
  CheckedPart {
    images = List.copyOf(images);
  }
}
