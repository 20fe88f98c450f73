package org.sparklrp.job.explain;

/**
 * Into how many parts a run is split, each a task and a file per table. Sized by work, so that
 * losing a part costs a minute or so and files are not many: cores that register late then find
 * enough to do, whatever was there at the start.
 *
 * @param images of the run
 * @param batchSize images explained in one call
 * @param targets explained of each
 * @param gigaflops of one image's forward pass; 0 where that is not known
 */
record PartCount(long images, int batchSize, int targets, double gigaflops) {
  /** What a part should take, on one core. */
  private static final double SECONDS = 60;

  /** Conservative figures of one core: see the guide's page on speed. */
  private static final double GIGAFLOPS_PER_SECOND = 40;

  private static final double PASSES = 4;
  private static final double PASSES_PER_TARGET = 1.5;
  private static final double SECONDS_BESIDE = 0.002;
  private static final double SECONDS_WHERE_NOT_KNOWN = 0.25;

  private static final int MOST_IMAGES = 4096;
  private static final int PARTS_PER_CORE = 4;

  /**
   * The number of parts. A part has a batch of images at least, or few images with many targets,
   * which are as much work.
   *
   * @param cores that can be used at the same time; on a cluster at least so many
   */
  int parts(int cores) {
    double seconds =
        gigaflops == 0
            ? SECONDS_WHERE_NOT_KNOWN
            : SECONDS_BESIDE
                + gigaflops * (PASSES + PASSES_PER_TARGET * (targets - 1)) / GIGAFLOPS_PER_SECOND;
    long images = Math.max(1, Math.min(MOST_IMAGES, Math.round(SECONDS / seconds)));
    long wanted = Math.max((long) PARTS_PER_CORE * cores, ceiling(this.images, images));
    long fewest = Math.max(1, batchSize / Math.max(1, targets));
    return (int) Math.max(1, Math.min(wanted, ceiling(this.images, fewest)));
  }

  private static long ceiling(long a, long b) {
    return (a + b - 1) / b;
  }
}
