package org.sparklrp.audit.suspicion;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sparklrp.audit.spectral.SpectralClustering;

/**
 * What suspicion chance gives a class: maps are shuffled between classes, so that each draw is as
 * many maps as the class has, taken at random from the other classes.
 *
 * <p>The null hypothesis is that the class has the same maps as the others: then its own maps and a
 * draw are exchangeable, and its suspicion is one more draw. What all classes share, objects in the
 * middle, objects on the left, a horizon, is in the draws too and raises no alarm; what one class
 * has alone is not, since the class is left out of its own draws. Shuffling the cells of a map
 * instead, or values between maps cell by cell, would break what every map has, that relevance lies
 * in patches: against that any class is suspicious.
 *
 * @param grid the side of the maps in cells
 * @param pooled a sample of the maps of all classes, in an order that does not depend on partitions
 * @param directions what is clustered of them
 * @param classes the class of each
 */
public record ShuffledMaps(int grid, float[][] pooled, float[][] directions, int[] classes) {
  /** Larger classes are compared with draws of this size. */
  private static final int MOST_MAPS = 500;

  /**
   * The suspicion of some draws.
   *
   * @param target the class that is left out
   * @param size maps per draw
   * @param draws how many
   * @param foreign the mean distribution of positive relevance over all classes
   * @return one suspicion per draw; none where other classes have no maps
   */
  public double[] suspicions(
      int target, int size, int draws, SpectralClustering.Settings settings, double[] foreign) {
    int[] others = IntStream.range(0, classes.length).filter(i -> classes[i] != target).toArray();
    int wanted = Math.min(Math.min(size, MOST_MAPS), others.length);
    if (wanted < 2) {
      return new double[0];
    }
    SplittableRandom random = new SplittableRandom(settings.seed() * 31 + target);
    double[] suspicions = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      float[][] maps = new float[wanted][];
      float[][] vectors = new float[wanted][];
      for (int i = 0; i < wanted; i++) {
        int other = i + random.nextInt(others.length - i);
        int chosen = others[other];
        others[other] = others[i];
        others[i] = chosen;
        maps[i] = pooled[chosen];
        vectors[i] = directions[chosen];
      }
      ClassMaps drawn = new ClassMaps(grid, maps, vectors);
      suspicions[draw] =
          drawn.withRelevance().length == 0
              ? 0
              : ClassClusters.of(drawn, settings, foreign).suspicion();
    }
    return suspicions;
  }
}
