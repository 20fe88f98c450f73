package org.sparklrp.job.source;

import java.util.Map;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;

/** The images of a dataset: counted on the driver, read by the tasks. */
public interface ImageSource {
  /** The number of images; each is explained or becomes a failure. */
  long count();

  /** How many files or rows are no images of the dataset, by reason. */
  Map<String, Long> leftOut();

  /** How many images each label has, in the order of the labels; empty without labels. */
  SortedMap<String, Long> labels();

  /** A hash by which the same images are known again. */
  String sha256();

  /** Whether an image lies below this folder. */
  boolean hasImageBelow(Path folder);

  /**
   * Some of the images, spread over all of them; the same ones each time.
   *
   * @param images how many, at least 1; all where there are not so many
   */
  ImageSource spread(int images);

  /**
   * The images, as many in each partition; the same ones each time.
   *
   * @param partitions the number of partitions, at least 1
   * @return images that are used where they are made: they do not travel
   */
  JavaRDD<SourceImage> images(int partitions);
}
