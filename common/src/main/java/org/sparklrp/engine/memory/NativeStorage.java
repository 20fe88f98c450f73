package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that some tensors share: the memory they lie in, their order there, and what is still
 * to be done to them. Memory and holders are the buffer's; order and what is pending are values,
 * exchanged here alone, whenever something is formed, moved or put off.
 */
final class NativeStorage {
  private final NativeBuffer buffer;
  private final TensorPool pool;
  private Order order = Order.ROW_MAJOR;
  private Pending pending = Pending.NOTHING;

  NativeStorage(NativeBuffer buffer, TensorPool pool) {
    this.buffer = buffer;
    this.pool = pool;
  }

  int size() {
    return buffer.size();
  }

  NativeBuffer buffer() {
    return buffer;
  }

  TensorPool pool() {
    return pool;
  }

  Order order() {
    return order;
  }

  Pending pending() {
    return pending;
  }

  /** Does now what was put off; the values stay in the order they lie in. */
  void form() {
    if (!pending.isNothing()) {
      alignPending();
      pool.forming().form(this);
      settle();
    }
  }

  /** Forms the values and moves them into an order. */
  void moveInto(Order wanted) {
    form();
    rearrange(wanted);
  }

  /** Forms the values and moves them into the order of another storage's, image by image. */
  void moveIntoOrderOf(NativeStorage other) {
    moveInto(other.order.forSize(other.size(), size()));
  }

  /** Says, before all values are written, in which order they will lie. */
  void expect(Order wanted) {
    order = wanted;
  }

  /**
   * Says, before all values are written, that they will lie as those of another storage, whose
   * images are of the same shape.
   */
  void expectOrderOf(NativeStorage other) {
    expect(other.order.forSize(other.size(), size()));
  }

  /** Moves the values, but nothing that is pending. */
  private void rearrange(Order wanted) {
    if (order.isThatOf(wanted)) {
      return;
    }
    if (order.isChannelsLast()) {
      transpose(order.images(), size() / order.images() / order.channels(), order.channels());
    }
    if (wanted.isChannelsLast()) {
      transpose(wanted.images(), wanted.channels(), size() / wanted.images() / wanted.channels());
    }
    order = wanted;
  }

  private void transpose(int images, int rows, int columns) {
    if (rows > 1 && columns > 1) {
      pool.transposition().apply(buffer.values(), images, rows, columns);
    }
  }

  /** Brings the values and what is pending into one order, for {@link #read}. */
  void alignPending() {
    if (!pending.isNothing()) {
      align(List.of(this));
    }
  }

  /**
   * Brings storages, and what is pending in them, into one order, so that blocks at equal positions
   * belong together: channels last where any of them has its channels last.
   */
  static void align(List<NativeStorage> storages) {
    List<NativeStorage> all = new ArrayList<>();
    storages.forEach(storage -> storage.collect(all));
    NativeStorage leader = all.get(0);
    boolean agree = true;
    for (NativeStorage storage : all) {
      agree &= storage.order.isThatOf(leader.order);
      leader = storage.order.isChannelsLast() ? storage : leader;
    }
    if (agree) {
      return;
    }
    boolean fit = true;
    for (NativeStorage storage : all) {
      fit &= storage.canFollow(leader);
    }
    for (NativeStorage storage : all) {
      storage.rearrange(
          fit ? leader.order.forSize(leader.size(), storage.size()) : Order.ROW_MAJOR);
    }
  }

  /** This storage and all that its values are still to be made of. */
  private void collect(List<NativeStorage> all) {
    all.add(this);
    for (NativeTensor tensor : pending.tensors()) {
      tensor.storage().collect(all);
    }
  }

  private boolean canFollow(NativeStorage leader) {
    return leader.order.divides(leader.size(), size())
        && (!order.isChannelsLast() || order.isThatOf(leader.order));
  }

  /** Puts off a product; what was put off before is formed first. */
  void multiplyLater(Pending.Factor factor) {
    form();
    pending = Pending.of(factor);
  }

  /**
   * Puts off a sum. What the other waits for is added here as well; where there is too much of it,
   * sums are formed first.
   */
  void addLater(NativeTensor other) {
    NativeStorage source = other.storage();
    if (!source.pending.summands().isEmpty() && !other.isHeldOnce()) {
      source.form();
    }
    if (!pending.hasRoomFor(source.pending.summands().size())) {
      form();
      source.form();
    }
    List<NativeTensor> moved = source.pending.summands();
    source.pending = source.pending.withSummands(List.of());
    pending = pending.plus(moved).plus(List.of(other.retain()));
  }

  /** Says that the values are what they should be: what was pending is not needed any more. */
  void settle() {
    Pending done = pending;
    pending = Pending.NOTHING;
    done.release();
  }

  /** Reads values into a block, with what is pending. */
  void read(int at, float[] block, int length) {
    pool.forming().read(this, at, block, length, null);
  }

  /** The same where the caller has the values of a factor already. */
  void read(int at, float[] block, int length, KnownFactor known) {
    pool.forming().read(this, at, block, length, known);
  }

  /** A copy of all values on the heap, row-major, with what is pending; they stay as they are. */
  float[] copy() {
    float[] copy = new float[size()];
    alignPending();
    pool.forming().copy(this, copy);
    if (order.isChannelsLast()) {
      int area = size() / order.images() / order.channels();
      pool.transposition().apply(copy, order.images(), area, order.channels());
    }
    return copy;
  }

  /** The values in the order they lie in, without what is pending. */
  FloatBuffer raw() {
    return buffer.values();
  }

  void release() {
    buffer.release();
    if (!buffer.isHeld()) {
      settle();
      pool.giveBack(buffer);
    }
  }
}
