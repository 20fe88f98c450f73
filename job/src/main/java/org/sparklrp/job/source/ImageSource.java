package org.sparklrp.job.source;

import org.apache.spark.api.java.JavaRDD;

/** The images of a dataset: counted on the driver, read by the tasks. */
public interface ImageSource {
  /** The number of images; each is explained or becomes a failure. */
  long count();

  /**
   * The images, spread evenly.
   *
   * @param partitions the number of partitions, at least 1
   * @return images that are used where they are made: they do not travel
   */
  JavaRDD<SourceImage> images(int partitions);
}
