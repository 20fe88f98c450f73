package org.sparklrp.job.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time before a measurement: over once the JVM compiles no more of what runs often, which small
 * networks take longest to reach and which would slow the measured rounds down.
 */
final class WarmUp {
  private static final double WINDOW_SECONDS = 5;
  private static final double LONGEST_SECONDS = 40;

  /** The share of a window that the compiler works for at most once it is done. */
  private static final double QUIET = 0.04;

  private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
  private final long began = System.nanoTime();
  private long windowBegan = began;
  private long compiled = compiler.getTotalCompilationTime();
  private boolean over;

  /** Whether it is over; asked again and again while the work goes on. */
  boolean isOver() {
    double window = secondsSince(windowBegan);
    if (!over && window >= WINDOW_SECONDS) {
      long total = compiler.getTotalCompilationTime();
      double share = (total - compiled) / 1e3 / window;
      over = share <= QUIET || secondsSince(began) >= LONGEST_SECONDS;
      windowBegan = System.nanoTime();
      compiled = total;
    }
    return over;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
