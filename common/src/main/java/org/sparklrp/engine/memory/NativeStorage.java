package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A piece of native memory of one pool, with the number of its holders, the array views made of it
 * so far, what its values were divided by, are still to be multiplied by and added to, and the
 * order they lie in: row-major, or, where a convolution left them so, each image with its channels
 * last.
 */
public final class NativeStorage {
  /** As many sums are put off: each keeps memory in use. */
  public static final int SUMMANDS = 3;

  private final DataBuffer data;
  private final FloatBuffer values;
  private final TensorPool pool;
  private final List<INDArray> views = new ArrayList<>();
  private int holders;
  private @Nullable Divisor divisor;
  private @Nullable Factor factor;
  private final List<NativeTensor> summands = new ArrayList<>();
  private int images;
  private int channels; // 0: row-major

  /** What the values are still to be multiplied by: a part of another tensor of the same size. */
  record Factor(NativeTensor tensor, Part part) {}

  /**
   * What the values were divided by too early: stab(denominator). The layer that would divide by it
   * next takes the quotients as they are.
   *
   * @param denominator of the same size
   * @param epsilon the stabiliser
   * @param kept per image, what the stabiliser keeps of the relevance in the division
   */
  record Divisor(NativeTensor denominator, float epsilon, double[] kept) {}

  /**
   * A block of a tensor without negative values that the caller has read or computed already.
   *
   * @param tensor that may be a factor of what is read
   * @param block its values at the same positions
   */
  public record KnownFactor(NativeTensor tensor, float[] block) {

    boolean isFor(Factor factor) {
      return factor.tensor().storage() == tensor.storage()
          && (factor.part() == Part.WHOLE || factor.part() == Part.POSITIVE);
    }
  }

  NativeStorage(DataBuffer data, TensorPool pool) {
    this.data = data;
    this.values = data.asNioFloat();
    this.pool = pool;
  }

  int size() {
    return values.capacity();
  }

  TensorPool pool() {
    return pool;
  }

  /** The values, row-major; a product and a sum that were put off are formed now. */
  FloatBuffer values() {
    stored();
    moveToRows();
    return values;
  }

  /** The values in the order they lie in; a product and a sum that were put off are formed now. */
  FloatBuffer stored() {
    if (waits()) {
      alignWhatWasPutOff();
      pool.elementwise().form(this);
      settle();
    }
    return values;
  }

  private boolean waits() {
    return divisor != null || factor != null || !summands.isEmpty();
  }

  /** Brings the values and what was put off into one order, for {@link #read}. */
  void alignWhatWasPutOff() {
    if (waits()) {
      align(List.of(this));
    }
  }

  /** Whether the channels of an image are its innermost dimension. */
  boolean isChannelsLast() {
    return channels != 0;
  }

  boolean isChannelsLast(int imageCount, int channelCount) {
    return images == imageCount && channels == channelCount;
  }

  /** Moves the channels of each image last. */
  void moveChannelsLast(int imageCount, int channelCount) {
    stored();
    rearrange(imageCount, channelCount);
  }

  private void rearrange(int imageCount, int channelCount) {
    if (channels != channelCount) {
      moveToRows();
      transpose(imageCount, channelCount, size() / imageCount / channelCount);
      expectChannelsLast(imageCount, channelCount);
    }
  }

  /** Moves the values into the order of another storage, with images of the same size. */
  void moveIntoOrderOf(NativeStorage other) {
    if (other.isChannelsLast()) {
      moveChannelsLast(imagesLike(other), other.channels);
    } else {
      values();
    }
  }

  private void moveToRows() {
    if (isChannelsLast()) {
      transpose(images, size() / images / channels, channels);
      expectRows();
    }
  }

  private void transpose(int imageCount, int rows, int columns) {
    if (rows > 1 && columns > 1) {
      pool.elementwise().transpose(values, imageCount, rows, columns);
    }
  }

  /** Says, before all values are written, that their channels will lie last. */
  void expectChannelsLast(int imageCount, int channelCount) {
    images = imageCount;
    channels = channelCount;
  }

  /** Says, before all values are written, that they will be row-major. */
  void expectRows() {
    channels = 0;
  }

  /**
   * Says, before all values are written, that they will lie as those of another storage, whose
   * images are of the same shape.
   */
  void expectOrderOf(NativeStorage other) {
    if (other.isChannelsLast()) {
      expectChannelsLast(imagesLike(other), other.channels);
    } else {
      expectRows();
    }
  }

  /** How many images of another storage's size there are. */
  private int imagesLike(NativeStorage other) {
    return size() / (other.size() / other.images);
  }

  /** Whether blocks at equal positions hold the same values of an image here and there. */
  boolean isInOrderOf(NativeStorage other) {
    return channels == other.channels;
  }

  /**
   * Brings storages, and what was put off in them, into one order, so that blocks at equal
   * positions belong together: channels last where any of them has its channels last.
   */
  static void align(List<NativeStorage> storages) {
    List<NativeStorage> all = new ArrayList<>();
    storages.forEach(storage -> storage.collect(all));
    NativeStorage model = all.get(0);
    boolean agree = true;
    for (NativeStorage storage : all) {
      agree &= storage.isInOrderOf(model);
      model = storage.isChannelsLast() ? storage : model;
    }
    if (!agree) {
      NativeStorage leader = model;
      boolean fit = all.stream().allMatch(storage -> storage.canFollow(leader));
      all.forEach(
          fit
              ? storage -> storage.rearrange(storage.imagesLike(leader), leader.channels)
              : NativeStorage::moveToRows);
    }
  }

  /** This storage and all that its values are still to be made of. */
  private void collect(List<NativeStorage> all) {
    all.add(this);
    if (divisor != null) {
      divisor.denominator().storage().collect(all);
    }
    if (factor != null) {
      factor.tensor().storage().collect(all);
    }
    summands.forEach(summand -> summand.storage().collect(all));
  }

  private boolean canFollow(NativeStorage leader) {
    return size() % (leader.size() / leader.images) == 0
        && (!isChannelsLast() || isInOrderOf(leader));
  }

  /** A copy of all values on the heap, row-major, with what was put off; they stay as they are. */
  float[] toArray() {
    float[] copy = new float[size()];
    pool.elementwise().copy(this, copy);
    if (isChannelsLast()) {
      pool.elementwise().transpose(copy, images, size() / images / channels, channels);
    }
    return copy;
  }

  /** The values as they are, without divisor, factor and summands. */
  FloatBuffer raw() {
    return values;
  }

  @Nullable Divisor divisor() {
    return divisor;
  }

  @Nullable Factor factor() {
    return factor;
  }

  /** What is still to be added: none of these waits for a sum itself. */
  List<NativeTensor> summands() {
    return summands;
  }

  /** Says that all values were written anew, divided already. */
  void divideEarly(Divisor other) {
    settle();
    divisor = other;
  }

  /** Puts off a product; what was put off before is formed first. */
  void multiplyBy(Factor other) {
    stored();
    factor = other;
  }

  /**
   * Puts off a sum. What the other waits for is added here as well; where there is too much of it,
   * sums are formed first.
   */
  void add(NativeTensor other) {
    List<NativeTensor> others = other.storage().summands;
    if (!others.isEmpty() && !other.isHeldOnce()) {
      other.stored();
    }
    if (summands.size() + others.size() >= SUMMANDS) {
      stored();
      other.stored();
    }
    summands.addAll(others);
    others.clear();
    summands.add(other.retain());
  }

  /** The values are what they should be: what was put off is not needed any more. */
  void settle() {
    if (divisor != null) {
      divisor.denominator().release();
      divisor = null;
    }
    if (factor != null) {
      factor.tensor().release();
      factor = null;
    }
    summands.forEach(NativeTensor::release);
    summands.clear();
  }

  /** Reads values into a block, with what was put off. */
  void read(int at, float[] block, int length) {
    pool.elementwise().read(this, at, block, length, null);
  }

  /** The same where the caller has read the values of a factor already. */
  void read(int at, float[] block, int length, KnownFactor known) {
    pool.elementwise().read(this, at, block, length, known);
  }

  FloatPointer pointer() {
    values();
    return storedPointer();
  }

  FloatPointer storedPointer() {
    stored();
    return (FloatPointer) data.addressPointer();
  }

  /**
   * The storage as an array of this shape; making one costs microseconds, so that it is made once.
   */
  INDArray view(int[] shape) {
    values();
    return viewAsStored(shape);
  }

  /** The same of the values in the order they lie in. */
  INDArray viewAsStored(int[] shape) {
    stored();
    long[] wanted = Arrays.stream(shape).asLongStream().toArray();
    for (INDArray view : views) {
      if (Arrays.equals(view.shape(), wanted)) {
        return view;
      }
    }
    INDArray view = Nd4j.create(data, wanted);
    views.add(view);
    return view;
  }

  public boolean isHeld() {
    return holders > 0;
  }

  boolean isHeldOnce() {
    return holders == 1;
  }

  void hold() {
    holders++;
  }

  void release() {
    if (holders == 0) {
      throw new IllegalStateException("A native tensor was released more often than it was held");
    }
    if (--holders == 0) {
      settle();
      pool.giveBack(this);
    }
  }

  void abandon() {
    holders = 0;
    expectRows();
    divisor = null;
    factor = null;
    summands.clear();
  }

  void close() {
    views.clear();
    data.close();
  }
}
