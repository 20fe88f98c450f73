package org.sparklrp.job.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time before a measurement: over once the JVM compiles no more of what runs often, which small
 * networks take longest to reach and which would slow the measured rounds down.
 */
final class WarmUp {
  private static final double WINDOW_SECONDS = 5;

  /** The share of a window that the compiler works for at most once it is done. */
  private static final double QUIET = 0.04;

  private final double longestSeconds;
  private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
  private final long began = System.nanoTime();
  private long windowBegan = began;
  private long compiled = compiler.getTotalCompilationTime();
  private boolean over;

  /**
   * A warm-up that begins now.
   *
   * @param longestSeconds when it is over even if the JVM still compiles
   */
  WarmUp(double longestSeconds) {
    this.longestSeconds = longestSeconds;
  }

  /** Whether it is over; asked again and again while the work goes on. */
  boolean isOver() {
    double window = secondsSince(windowBegan);
    over = over || secondsSince(began) >= longestSeconds;
    if (!over && window >= WINDOW_SECONDS) {
      long total = compiler.getTotalCompilationTime();
      double share = (total - compiled) / 1e3 / window;
      over = share <= QUIET;
      windowBegan = System.nanoTime();
      compiled = total;
    }
    return over;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
