package org.sparklrp.job.run;

import org.apache.spark.util.AccumulatorV2;

/** The earliest of the times that tasks report, in milliseconds since 1970; or {@link #NEVER}. */
public final class FirstTime extends AccumulatorV2<Long, Long> {
  /** The value as long as no task has reported any. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long serialVersionUID = 1L;

  private long first = NEVER;

  @Override
  public boolean isZero() {
    return first == NEVER;
  }

  @Override
  public FirstTime copy() {
    FirstTime copy = new FirstTime();
    copy.first = first;
    return copy;
  }

  @Override
  public void reset() {
    first = NEVER;
  }

  @Override
  public void add(Long time) {
    first = Math.min(first, time);
  }

  @Override
  public void merge(AccumulatorV2<Long, Long> other) {
    add(other.value());
  }

  @Override
  public Long value() {
    return first;
  }
}
