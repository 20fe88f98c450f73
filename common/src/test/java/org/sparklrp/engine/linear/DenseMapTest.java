package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparklrp.engine.oracle.NormalValues.values;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/** Batches of a fully connected layer, whose matrix library rounds by the size of a product. */
class DenseMapTest {
  private static final int IMAGES = 33;
  private final TensorPool pool = new TensorPool();
  private final WeightStore store = new WeightStore();

  @AfterEach
  void free() {
    pool.close();
    store.close();
  }

  @ParameterizedTest(name = "{0} rows of {1} to {2}")
  @CsvSource({"1, 70, 33", "1, 600, 10", "1, 129, 257", "2, 70, 33", "5, 12, 7", "17, 64, 96"})
  void anImageGetsTheSameBitsInABatchOfAnySize(int rows, int inputs, int outputs) {
    Layer.Dense layer =
        new Layer.Dense(
            new Tensor(new int[] {outputs, inputs}, values(outputs * inputs, 1)),
            new Tensor(new int[] {outputs}, values(outputs, 2)));
    float[] forward = values(IMAGES * rows * inputs, 3);
    float[] back = values(IMAGES * rows * outputs, 4);
    DenseMap map = new DenseMap("layer", layer, List.of(1, rows, inputs), store);
    float[] output = outputs(map, forward, 1, rows, inputs);
    float[] input = inputs(map, back, 1, rows, outputs);
    for (int batch : new int[] {2, 3, 4, 5, 16, IMAGES}) {
      assertThat(outputs(map, forward, batch, rows, inputs))
          .as("batch %d", batch)
          .isEqualTo(output);
      assertThat(inputs(map, back, batch, rows, outputs)).as("batch %d", batch).isEqualTo(input);
    }
  }

  /** A single target is a signal of one value per image; it takes a shorter way. */
  @ParameterizedTest(name = "{0} rows of {1} to {2}")
  @CsvSource({"1, 70, 33", "2, 70, 33", "5, 12, 7"})
  void aSignalOfOneValuePerRowGetsTheBitsOfTheProduct(int rows, int inputs, int outputs) {
    Tensor matrix = new Tensor(new int[] {outputs, inputs}, values(outputs * inputs, 1));
    Layer.Dense layer =
        new Layer.Dense(matrix, new Tensor(new int[] {outputs}, values(outputs, 2)));
    DenseMap map = new DenseMap("layer", layer, List.of(1, rows, inputs), store);
    float[] signal = new float[IMAGES * rows * outputs];
    float[] expected = new float[IMAGES * rows * inputs];
    for (int row = 0; row < IMAGES * rows; row++) {
      int place = row % (outputs + 1); // a row of zeros now and then
      float factor = 0.1f * (row + 1);
      for (int i = 0; i < inputs && place < outputs; i++) {
        signal[row * outputs + place] = factor;
        expected[row * inputs + i] = factor * matrix.values()[place * inputs + i];
      }
    }
    float[] beside = signal.clone();
    Arrays.fill(beside, 0, outputs, 1f);
    for (int batch : new int[] {1, 3, IMAGES}) {
      assertThat(inputs(map, signal, batch, rows, outputs)).isEqualTo(expected);
      float[] asProducts = inputs(map, beside, batch, rows, outputs);
      assertThat(Arrays.copyOfRange(asProducts, inputs, expected.length))
          .as("beside a row of many values, in batches of %d", batch)
          .isEqualTo(Arrays.copyOfRange(expected, inputs, expected.length));
    }
  }

  private float[] outputs(DenseMap map, float[] values, int batch, int rows, int columns) {
    return inBatches(values, batch, rows, columns, a -> map.apply(a, WeightPart.ORIGINAL, pool));
  }

  private float[] inputs(DenseMap map, float[] values, int batch, int rows, int columns) {
    return inBatches(
        values, batch, rows, columns, s -> map.transpose(s, WeightPart.ORIGINAL, pool));
  }

  private interface Product {
    NativeTensor of(NativeTensor batch);
  }

  /** The products of all images, worked off in batches. */
  private float[] inBatches(float[] values, int batch, int rows, int columns, Product product) {
    int ofImage = rows * columns;
    float[] all = new float[0];
    for (int first = 0; first < IMAGES; first += batch) {
      int images = Math.min(batch, IMAGES - first);
      NativeTensor part = pool.take(images, rows, columns);
      part.set(Arrays.copyOfRange(values, first * ofImage, (first + images) * ofImage));
      NativeTensor result = product.of(part);
      float[] own = result.toArray();
      all = Arrays.copyOf(all, all.length + own.length);
      System.arraycopy(own, 0, all, all.length - own.length, own.length);
      part.release();
      result.release();
    }
    return all;
  }
}
