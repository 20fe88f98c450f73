package org.sparklrp.bow.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparklrp.image.PixelImage;

/** A kind of local feature with its parameters: how an image becomes descriptors and areas. */
public sealed interface Descriptor extends FeatureSource
    permits SiftDescriptor, PatchDescriptor, ColorDescriptor {

  /** The planes it reads. */
  ColorSpace space();

  /** Where features are placed, at every scale. */
  DenseGrid grid();

  /** The sides of the features' areas in pixels, one per scale. */
  List<Integer> sides();

  /**
   * Describes squares of one side length.
   *
   * @param planes the image's planes
   * @param side one of {@link #sides()}
   * @param corners the squares' upper left corners; a square may overhang the image
   * @param target receives one descriptor per corner
   * @param offset where in {@code target} the first one starts
   */
  void describe(
      Planes planes, int side, List<DenseGrid.Corner> corners, float[] target, int offset);

  /** Why an image has no such features, or nothing where it has. */
  default Optional<String> objection(PixelImage image) {
    if (!space().accepts(image.channels())) {
      return Optional.of("its features need 3 colour channels, the image has " + image.channels());
    }
    int smallest = Collections.min(sides());
    if (!grid().fits(smallest, image.width(), image.height())) {
      return Optional.of(
          "its smallest feature covers "
              + smallest
              + " x "
              + smallest
              + " pixels, the image has "
              + image.width()
              + " x "
              + image.height());
    }
    return Optional.empty();
  }

  /**
   * M, the number of features of an image at every scale that fits.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  default int count(PixelImage image) {
    requireSuitable(image);
    return sides().stream()
        .mapToInt(side -> grid().corners(side, image.width(), image.height()).size())
        .sum();
  }

  /**
   * The features of an image at every scale that fits, scale by scale, row by row.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  default LocalFeatures extract(PixelImage image) {
    return extract(image, IntStream.range(0, count(image)).toArray());
  }

  /**
   * Some of the features of an image; the others are not computed.
   *
   * @param chosen indices among all {@link #count} features, ascending
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  default LocalFeatures extract(PixelImage image, int[] chosen) {
    requireSuitable(image);
    Planes planes = new Planes(space().planesOf(image), image.width(), image.height());
    List<Area> areas = new ArrayList<>(chosen.length);
    float[] descriptors = new float[chosen.length * dimension()];
    int first = 0;
    for (int side : sides()) {
      List<DenseGrid.Corner> all = grid().corners(side, image.width(), image.height());
      List<DenseGrid.Corner> corners = new ArrayList<>();
      int described = areas.size();
      while (areas.size() < chosen.length && chosen[areas.size()] < first + all.size()) {
        DenseGrid.Corner corner = all.get(chosen[areas.size()] - first);
        corners.add(corner);
        areas.add(Area.clipped(corner.left(), corner.top(), side, image.width(), image.height()));
      }
      if (!corners.isEmpty()) {
        describe(planes, side, corners, descriptors, described * dimension());
      }
      first += all.size();
    }
    return new LocalFeatures(dimension(), descriptors, areas);
  }

  private void requireSuitable(PixelImage image) {
    Optional<String> objection = objection(image);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(objection.get());
    }
  }
}
