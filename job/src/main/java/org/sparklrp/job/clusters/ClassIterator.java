package org.sparklrp.job.clusters;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.table.Table;
import scala.Tuple2;

/**
 * The rows of a task's classes. Of a class, as many explanations as are clustered are held in
 * memory; the others pass by one at a time.
 */
final class ClassIterator implements Iterator<Tuple2<Table, Row>> {
  private final Iterator<Row> rows;
  private final ClusterTask task;
  private final Queue<Tuple2<Table, Row>> made = new ArrayDeque<>();
  private @Nullable Member next;
  private @Nullable ClusteredClass current;

  ClassIterator(Iterator<Row> rows, ClusterTask task) {
    this.rows = rows;
    this.task = task;
    next = read();
  }

  private @Nullable Member read() {
    return rows.hasNext() ? Member.of(rows.next()) : null;
  }

  @Override
  public boolean hasNext() {
    while (made.isEmpty() && (next != null || current != null)) {
      advance();
    }
    return !made.isEmpty();
  }

  @Override
  public Tuple2<Table, Row> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return made.remove();
  }

  private void advance() {
    if (current == null) {
      start();
    } else if (next != null && next.target() == current.target()) {
      made.add(current.join(next));
      next = read();
    } else {
      made.addAll(current.finish());
      current = null;
    }
  }

  private void start() {
    List<Member> sample = new ArrayList<>();
    while (next != null
        && sample.size() < task.config().maxImages()
        && (sample.isEmpty() || next.target() == sample.get(0).target())) {
      sample.add(next);
      next = read();
    }
    current = new ClusteredClass(sample, task);
    made.addAll(current.sampled());
  }
}
