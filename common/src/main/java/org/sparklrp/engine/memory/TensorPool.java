package org.sparklrp.engine.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory for the tensors of one thread, reused from batch to batch: allocating and faulting
 * in fresh pages costs as much as a pass over them. Not safe for use by two threads at once.
 */
public final class TensorPool implements AutoCloseable {
  private final Map<Integer, Deque<NativeStorage>> free = new HashMap<>();
  private final List<NativeStorage> all = new ArrayList<>();
  private final Elementwise elementwise = new Elementwise();
  private long allocatedBytes;

  static {
    // ND4J would call System.gc() now and then to free native memory; here every piece has an
    // owner.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  /** A tensor of this shape with undefined content, held once. */
  public NativeTensor take(int... shape) {
    int size = NativeTensor.size(shape);
    Deque<NativeStorage> candidates = free.get(size);
    NativeStorage storage = candidates == null ? null : candidates.poll();
    if (storage == null) {
      storage = new NativeStorage(Nd4j.createBuffer(DataType.FLOAT, size, false), this);
      all.add(storage);
      allocatedBytes += (long) size * Float.BYTES;
    }
    storage.expectRows();
    storage.hold();
    return new NativeTensor(storage, shape);
  }

  /** A tensor of undefined content whose shape and order are those of another, held once. */
  public NativeTensor takeLike(NativeTensor other) {
    NativeTensor tensor = take(other.shape());
    tensor.expectOrderOf(other);
    return tensor;
  }

  /** A tensor of this shape filled with zeros, held once. */
  public NativeTensor zeros(int... shape) {
    NativeTensor tensor = take(shape);
    elementwise.fill(tensor, 0f);
    return tensor;
  }

  /** The fused loops that work on this pool's tensors, with the thread's own scratch memory. */
  public Elementwise elementwise() {
    return elementwise;
  }

  /** The native memory this pool has taken from the system, in bytes. */
  public long allocatedBytes() {
    return allocatedBytes;
  }

  /** How many storages are held by tensors: zero between two batches. */
  public int heldStorages() {
    return (int) all.stream().filter(NativeStorage::isHeld).count();
  }

  /** Takes every tensor back, whoever holds it: for the end of a batch that failed half way. */
  public void reclaim() {
    free.clear();
    all.forEach(NativeStorage::abandon);
    all.forEach(this::giveBack);
  }

  void giveBack(NativeStorage storage) {
    free.computeIfAbsent(storage.size(), size -> new ArrayDeque<>()).push(storage);
  }

  @Override
  public void close() {
    all.forEach(NativeStorage::close);
    all.clear();
    free.clear();
    allocatedBytes = 0;
  }
}
