package org.sparklrp.model;

import java.util.ArrayList;
import java.util.List;

/** Arithmetic on shapes that constants and layers share, in NumPy's conventions. */
public final class Shapes {
  private Shapes() {}

  /** The number of values of a shape; at most what an array can hold. */
  public static int size(List<Integer> shape) {
    long size = 1;
    for (int length : shape) {
      size *= length;
      if (length < 0 || size > Integer.MAX_VALUE - 8) {
        throw new ModelMismatchException("has a value of impossible size " + shape);
      }
    }
    return (int) size;
  }

  /** A dimension's index counted from 0; negative ones count from the end. */
  public static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new ModelMismatchException(
          "names dimension " + axis + " of a value with " + rank + " dimensions");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A length or count read from the file, as an int. */
  public static int length(long length) {
    if (length < Integer.MIN_VALUE || length > Integer.MAX_VALUE) {
      throw new ModelMismatchException("has an impossible length (" + length + ")");
    }
    return (int) length;
  }

  /** Lengths read from the file. */
  public static List<Integer> lengths(List<Long> lengths) {
    return lengths.stream().map(Shapes::length).toList();
  }

  /** The shape two shapes broadcast to. */
  public static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
    int rank = Math.max(a.size(), b.size());
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int left = i < rank - a.size() ? 1 : a.get(i - rank + a.size());
      int right = i < rank - b.size() ? 1 : b.get(i - rank + b.size());
      if (left != right && left != 1 && right != 1) {
        throw new ModelMismatchException("combines values of shapes " + a + " and " + b);
      }
      shape.add(left == 1 ? right : left);
    }
    size(shape);
    return shape;
  }

  /** The distance in a row-major array between neighbours of each dimension. */
  public static int[] strides(List<Integer> shape) {
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.get(i));
    }
    return strides;
  }

  /**
   * For each cell of a result, the cell of a source: offset plus the result's coordinates times the
   * strides.
   */
  public static int[] indices(List<Integer> result, int offset, int[] strides) {
    int[] indices = new int[size(result)];
    int[] coordinates = new int[result.size()];
    int source = offset;
    for (int i = 0; i < indices.length; i++) {
      indices[i] = source;
      for (int d = coordinates.length - 1; d >= 0; d--) {
        source += strides[d];
        if (++coordinates[d] < result.get(d)) {
          break;
        }
        source -= strides[d] * coordinates[d];
        coordinates[d] = 0;
      }
    }
    return indices;
  }

  /** For each cell of the result, the cell of a source that is broadcast to it. */
  public static int[] broadcastIndices(List<Integer> source, List<Integer> result) {
    int[] own = strides(source);
    int[] strides = new int[result.size()];
    int missing = result.size() - source.size();
    for (int d = 0; d < own.length; d++) {
      strides[d + missing] = source.get(d) == 1 ? 0 : own[d];
    }
    return indices(result, 0, strides);
  }

  /** A shape with one length replaced. */
  public static List<Integer> with(List<Integer> shape, int axis, int length) {
    List<Integer> changed = new ArrayList<>(shape);
    changed.set(axis, length);
    return List.copyOf(changed);
  }
}
