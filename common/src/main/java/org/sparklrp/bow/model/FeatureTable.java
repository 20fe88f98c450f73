package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.fault.UserException;
import org.sparklrp.npy.NpyFile;

/**
 * The local features of an image as an array of 4 + D columns: left, top, right and bottom of each
 * feature's area, right and bottom the first column and row behind it, then its D values.
 */
public final class FeatureTable {
  private static final int SIDES = 4;

  private FeatureTable() {}

  /**
   * Reads features.
   *
   * @param file a NumPy array's bytes
   * @param origin where they come from, for messages
   * @throws UserException where they are no such array
   */
  public static LocalFeatures parse(byte[] file, String origin) {
    NpyFile array = NpyFile.parse(file, origin);
    if (array.shape().size() != 2 || array.shape().get(1) <= SIDES) {
      throw new UserException(
          "Cannot read %s: local features are rows of left, top, right, bottom and values, its shape is %s; write a row for each feature"
              .formatted(origin, array.shape()));
    }
    int columns = array.shape().get(1);
    int dimension = columns - SIDES;
    int count = array.shape().get(0);
    double[] areas = new double[count * SIDES];
    float[] values = new float[count * dimension];
    for (int feature = 0; feature < count; feature++) {
      System.arraycopy(array.values(), feature * columns, areas, feature * SIDES, SIDES);
      for (int i = 0; i < dimension; i++) {
        values[feature * dimension + i] = (float) array.values()[feature * columns + SIDES + i];
      }
    }
    try {
      return new LocalFeatures(dimension, values, areas(areas));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot read %s: %s; correct the area of that feature".formatted(origin, e.getMessage()),
          e);
    }
  }

  /**
   * Areas from their sides, four of each.
   *
   * @throws IllegalArgumentException where one is no part of an image
   */
  public static List<Area> areas(double[] sides) {
    List<Area> areas = new ArrayList<>(sides.length / SIDES);
    for (int from = 0; from + SIDES <= sides.length; from += SIDES) {
      double[] own = Arrays.copyOfRange(sides, from, from + SIDES);
      int[] whole = new int[SIDES];
      for (int i = 0; i < SIDES; i++) {
        whole[i] = (int) own[i];
        if (whole[i] != own[i]) {
          throw new IllegalArgumentException(
              "The sides of an area are whole numbers, not " + own[i]);
        }
      }
      areas.add(new Area(whole[0], whole[1], whole[2], whole[3]));
    }
    return areas;
  }

  /**
   * The path of an image's array below the folder of all.
   *
   * @throws UserException where the two would lead out of that folder
   */
  public static String file(String channel, String imageId) {
    String name = channel + "/" + imageId;
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new UserException(
            "Cannot name the file of an image's local features: it has an empty part, . or .. (%s); set input.id to keys without"
                .formatted(name));
      }
    }
    return name + ".npy";
  }

  /** The bytes of a NumPy array with these features. */
  public static byte[] format(LocalFeatures features) {
    int dimension = features.dimension();
    int columns = SIDES + dimension;
    float[] values = new float[features.count() * columns];
    for (int feature = 0; feature < features.count(); feature++) {
      Area area = features.areas().get(feature);
      int at = feature * columns;
      values[at] = area.left();
      values[at + 1] = area.top();
      values[at + 2] = area.right();
      values[at + 3] = area.bottom();
      System.arraycopy(features.descriptors(), feature * dimension, values, at + SIDES, dimension);
    }
    return NpyFile.format(List.of(features.count(), columns), values);
  }
}
