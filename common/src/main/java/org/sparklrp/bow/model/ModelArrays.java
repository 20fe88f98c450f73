package org.sparklrp.bow.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.fault.UserException;
import org.sparklrp.npy.NpyFile;

/**
 * The arrays among the files of a model, checked as they are read.
 *
 * @param files of the model
 * @param origin where they come from, for messages
 */
record ModelArrays(ModelFiles files, String origin) {
  /**
   * Something that is read from arrays that the description names.
   *
   * @param <T> what is read
   */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * Reads it.
     *
     * @throws IllegalArgumentException where arrays do not fit each other
     */
    T from(ModelArrays arrays);
  }

  /** An array of one dimension. */
  NpyFile vector(String name) {
    return array(name, 1);
  }

  /** An array of two dimensions. */
  NpyFile matrix(String name) {
    return array(name, 2);
  }

  /** The rows of an array of two dimensions. */
  double[][] rows(String name) {
    return rows(matrix(name));
  }

  private static double[][] rows(NpyFile array) {
    int length = array.shape().get(1);
    double[][] rows = new double[array.shape().get(0)][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(array.values(), i * length, rows[i], 0, length);
    }
    return rows;
  }

  /** Its columns. */
  Columns columns(String name) {
    NpyFile array = matrix(name);
    return Columns.ofRows(rows(array), array.shape().get(1));
  }

  /** Whole numbers of at least 0. */
  int[] counts(String name) {
    double[] values = vector(name).values();
    return IntStream.range(0, values.length)
        .map(
            i -> {
              if (values[i] < 0 || values[i] != Math.rint(values[i])) {
                throw new IllegalArgumentException(
                    name + " holds " + values[i] + " where a number of vectors belongs");
              }
              return (int) values[i];
            })
        .toArray();
  }

  private NpyFile array(String name, int rank) {
    NpyFile array = NpyFile.parse(files.file(name, origin), origin + "/" + name);
    List<Integer> shape = array.shape();
    if (shape.size() != rank) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot use the Bag-of-Words model %s: %s has %d dimensions and needs %d; write the array in that shape",
              origin,
              name,
              shape.size(),
              rank));
    }
    for (double value : array.values()) {
      if (!Double.isFinite(value)) {
        throw new UserException(
            "Cannot use the Bag-of-Words model %s: %s holds values that are not finite (%s); correct the array"
                .formatted(origin, name, value));
      }
    }
    return array;
  }
}
