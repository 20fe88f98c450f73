package org.sparklrp.job.bench;

import java.util.Map;

/**
 * What a benchmark measured.
 *
 * @param threads how many worked at the same time
 * @param gemmGigaflops the rate of 1024 x 1024 matrix products, in GFLOP/s over all threads
 * @param peakNativeBytes the largest native memory an engine held for weights and tensors, of all
 *     threads together
 * @param peakResidentBytes the process's largest resident memory, heap included; 0 where the
 *     operating system does not tell
 * @param forwardImagesPerSecond of the network alone
 * @param forwardGigaflops of the network alone, in GFLOP/s over all threads
 * @param forwardShareOfGemm the network's rate over that of matrix products next to it, the median
 *     of rounds
 * @param composites by name, in the order asked for
 */
public record BenchResult(
    int threads,
    double gemmGigaflops,
    long peakNativeBytes,
    long peakResidentBytes,
    double forwardImagesPerSecond,
    double forwardGigaflops,
    double forwardShareOfGemm,
    Map<String, Cost> composites) {

  /**
   * What explaining by one composite costs.
   *
   * @param imagesPerSecond explanations per second
   * @param ratioToForward the time of an explanation in forward passes
   * @param speedUp explanations per second by all threads over those by one alone
   */
  public record Cost(double imagesPerSecond, double ratioToForward, double speedUp) {}
}
