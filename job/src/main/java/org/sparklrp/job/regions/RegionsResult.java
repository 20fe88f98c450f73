package org.sparklrp.job.regions;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What the command regions found.
 *
 * @param run the run measured
 * @param choice which explanation of each image was measured
 * @param statistics one per class and region, classes in the order of the model
 * @param gaps images and regions that could not be measured
 * @param someGaps the first few of each region
 * @param output the folder of the table regions
 */
public record RegionsResult(
    Path run,
    ExplanationChoice choice,
    List<RegionStatistic> statistics,
    long gaps,
    List<Gap> someGaps,
    Path output) {
  /** Copies the lists. */
  public RegionsResult {
    statistics = List.copyOf(statistics);
    someGaps = List.copyOf(someGaps);
  }

  /**
   * An image whose region is not known.
   *
   * @param imageId the image's key
   * @param region the region's name
   * @param file where its mask was looked for
   * @param problem why it was not measured
   */
  public record Gap(String imageId, String region, String file, String problem) {}
}
