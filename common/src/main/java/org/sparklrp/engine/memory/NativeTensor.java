package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float32 tensor in native memory, batch first. Whoever takes or retains one releases it; two
 * tensors of different shapes may share their values ({@code NativeStorage}).
 *
 * <p>Convolutions leave the channels of an image last. Loops for which the order of an image's
 * values does not matter take them as they lie ({@link #form}, {@link #read}, {@link #write}); all
 * others move them first ({@link #moveToRows}, {@link #pointToRows}), for every holder.
 */
public final class NativeTensor implements Operand {
  private final NativeStorage storage;
  private final int[] shape;

  NativeTensor(NativeStorage storage, int[] shape) {
    this.storage = storage;
    this.shape = shape.clone();
  }

  public static int size(int... shape) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return Math.toIntExact(size);
  }

  @Override
  public int size() {
    return storage.size();
  }

  public int dimension(int axis) {
    return shape[axis];
  }

  public int[] shape() {
    return shape.clone();
  }

  /** The number of images: dimension 0. */
  public int samples() {
    return shape[0];
  }

  @Override
  public int sampleSize() {
    return size() / shape[0];
  }

  /**
   * Moves the values into row-major order, unless they lie so; what was put off is formed.
   *
   * @return the values in native memory: access them by absolute positions only
   */
  public FloatBuffer moveToRows() {
    storage.moveInto(Order.ROW_MAJOR);
    return storage.raw();
  }

  /**
   * Forms what was put off, in the order in which the values lie.
   *
   * @return the values, image by image: access them by absolute positions only
   */
  public FloatBuffer form() {
    storage.form();
    return storage.raw();
  }

  NativeStorage storage() {
    return storage;
  }

  /** Whether the values lie with the channels, dimension 1 of this shape, last in each image. */
  public boolean isChannelsLast() {
    return shape.length > 2 && storage.order().equals(channelsLast());
  }

  private Order channelsLast() {
    return new Order(shape[0], shape[1]);
  }

  /**
   * Moves the channels of each image, dimension 1 of this shape, last; what was put off is formed.
   */
  public void moveChannelsLast() {
    storage.moveInto(channelsLast());
  }

  /** Says, before all values are written, that they will lie with their channels last. */
  public void expectChannelsLast() {
    storage.expect(channelsLast());
  }

  /**
   * Brings tensors with images of one size into one order, so that what is stored at equal
   * positions belongs together.
   */
  public static void align(NativeTensor... tensors) {
    align(Arrays.asList(tensors));
  }

  public static void align(List<NativeTensor> tensors) {
    NativeStorage.align(tensors.stream().map(NativeTensor::storage).toList());
  }

  /** The same of one tensor and what was put off in it. */
  public void alignPending() {
    storage.alignPending();
  }

  /** Moves the values into the order of another tensor, with images of the same size. */
  public void moveIntoOrderOf(NativeTensor other) {
    storage.moveIntoOrderOf(other.storage);
  }

  /**
   * Says, before all values are written, that the channels will lie last if those of another tensor
   * do, which may have others.
   */
  public void expectChannelsAsIn(NativeTensor other) {
    if (other.isChannelsLast()) {
      expectChannelsLast();
    }
  }

  /** Says, before all values are written, that they will lie as those of another tensor. */
  public void expectOrderOf(NativeTensor other) {
    storage.expectOrderOf(other.storage);
  }

  /**
   * Puts off a product: from now on the values are those times part(a), for the parts that depend
   * on the image. It is formed in the block where it is read ({@link #read}), which spares a pass
   * over memory, or at once where the values are asked for. Until then {@code a} is held.
   */
  public void multiplyLater(NativeTensor a, Part part) {
    storage.multiplyLater(new Pending.Factor(a.retain(), part));
  }

  /**
   * Puts off a sum in the same way: {@code other}, of the same size, is to be added. Whoever hands
   * it over does not read it any more.
   */
  public void addLater(NativeTensor other) {
    storage.addLater(other);
  }

  @Override
  public List<NativeTensor> tensors() {
    return List.of(this);
  }

  /** The same, with what was put off: tensors read side by side are aligned before. */
  @Override
  public void read(int at, float[] block, int length) {
    storage.read(at, block, length);
  }

  /** The same where the caller has read the values of a factor already. */
  public void read(int at, float[] block, int length, KnownFactor known) {
    storage.read(at, block, length, known);
  }

  /**
   * A tensor of the same shape and order that may be written over block by block behind the reading
   * of this one: a summand that was put off, if nobody else needs it, and a new one otherwise. Its
   * lines of memory are at hand then.
   */
  public NativeTensor takeSummand() {
    for (NativeTensor summand : storage.pending().summands()) {
      if (summand.isHeldOnce()) {
        return summand.retainReshaped(shape);
      }
    }
    return storage.pool().takeLike(this);
  }

  /**
   * Writes a block over values that were read before. Once all are written, {@link #written} has to
   * be called.
   */
  public void write(int at, float[] block, int length) {
    storage.raw().put(at, block, 0, length);
  }

  /** Says that all values were written anew, so that nothing is left to be formed. */
  public void written() {
    storage.settle();
  }

  /** Moves the values into row-major order for BLAS, and points to them. */
  public FloatPointer pointToRows() {
    moveToRows();
    return storage.buffer().address();
  }

  /** Forms what was put off, and points to the values in the order they lie in. */
  public FloatPointer pointToFormed() {
    form();
    return storage.buffer().address();
  }

  /** Moves the channels of each image last for ND4J, which sees the tensor as N x H x W x C. */
  public INDArray moveChannelsLast(int channels, int height, int width) {
    storage.moveInto(new Order(samples(), channels));
    return storage.buffer().view(samples(), height, width, channels);
  }

  /** Says that an operator of ND4J will write all values, N x H x W x C. */
  public INDArray expectChannelsLast(int channels, int height, int width) {
    storage.settle();
    storage.expect(new Order(samples(), channels));
    return storage.buffer().view(samples(), height, width, channels);
  }

  /** Another holder's handle on the same values. */
  public NativeTensor retain() {
    storage.buffer().hold();
    return new NativeTensor(storage, shape);
  }

  /**
   * Another holder's handle on the same values, seen in another shape of the same size. Unless that
   * has the same channels, channels that lie last are moved back into rows, for every holder.
   */
  public NativeTensor retainReshaped(int... other) {
    storage.buffer().hold();
    NativeTensor retained = new NativeTensor(storage, other);
    if (storage.order().isChannelsLast() && !retained.isChannelsLast()) {
      retained.moveToRows();
    }
    return retained;
  }

  /** Whether nobody else sees these values, so that they may be overwritten. */
  public boolean isHeldOnce() {
    return storage.buffer().isHeldOnce();
  }

  public void release() {
    storage.release();
  }

  /** A copy of all values on the heap, row-major. */
  public float[] toArray() {
    return storage.copy();
  }

  /** Overwrites all values. */
  public void set(float[] source) {
    storage.settle();
    storage.expect(Order.ROW_MAJOR);
    storage.raw().put(0, source);
  }

  @Override
  public String toString() {
    return "NativeTensor" + Arrays.toString(shape);
  }
}
