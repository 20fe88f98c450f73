package org.sparklrp.job.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The elements of an iterator in lists of {@code size}, the last one perhaps shorter. */
public record Batches<T>(Iterator<T> elements, int size) implements Iterator<List<T>> {
  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public List<T> next() {
    List<T> batch = new ArrayList<>();
    do {
      batch.add(elements.next());
    } while (batch.size() < size && elements.hasNext());
    return batch;
  }
}
