package org.sparklrp.engine.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory for the tensors of one thread, reused from batch to batch: allocating and faulting
 * in fresh pages costs as much as a pass over them. Not safe for use by two threads at once.
 */
public final class TensorPool implements AutoCloseable {
  private final Map<Integer, Deque<NativeBuffer>> free = new HashMap<>();
  private final List<NativeBuffer> all = new ArrayList<>();
  private final Elementwise elementwise = new Elementwise();
  private final Forming forming = new Forming();
  private final Transposition transposition = new Transposition();
  private long allocatedBytes;

  static {
    // ND4J would call System.gc() now and then to free native memory; here every piece has an
    // owner.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  /** A tensor of this shape with undefined content, held once. */
  public NativeTensor take(int... shape) {
    int size = NativeTensor.size(shape);
    Deque<NativeBuffer> candidates = free.get(size);
    NativeBuffer buffer = candidates == null ? null : candidates.poll();
    if (buffer == null) {
      buffer = new NativeBuffer(size);
      all.add(buffer);
      allocatedBytes += (long) size * Float.BYTES;
    }
    buffer.hold();
    return new NativeTensor(new NativeStorage(buffer, this), shape);
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

  /** The loops that form what was put off. */
  Forming forming() {
    return forming;
  }

  /** What moves channels last and back. */
  Transposition transposition() {
    return transposition;
  }

  /** The native memory this pool has taken from the system, in bytes. */
  public long allocatedBytes() {
    return allocatedBytes;
  }

  /** How many pieces of memory are held by tensors: none between two batches. */
  public int heldStorages() {
    return (int) all.stream().filter(NativeBuffer::isHeld).count();
  }

  /** Takes every tensor back, whoever holds it: for the end of a batch that failed half way. */
  public void reclaim() {
    free.clear();
    all.forEach(NativeBuffer::reclaim);
    all.forEach(this::giveBack);
  }

  void giveBack(NativeBuffer buffer) {
    free.computeIfAbsent(buffer.size(), size -> new ArrayDeque<>()).push(buffer);
  }

  @Override
  public void close() {
    all.forEach(NativeBuffer::close);
    all.clear();
    free.clear();
    allocatedBytes = 0;
  }
}
