package org.sparklrp.audit.suspicion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.audit.inference.ChanceLevel;
import org.sparklrp.audit.spectral.SpectralClustering;

class ClassClustersTest {
  private static final SpectralClustering.Settings SETTINGS =
      new SpectralClustering.Settings(10, 32, 7);
  private static final int MAPS = 120;

  private static double[] spread(List<float[][]> classes) {
    double[] sum = new double[BlobMaps.GRID * BlobMaps.GRID];
    for (float[][] maps : classes) {
      for (float[] map : maps) {
        double[] distribution = ClassMaps.distribution(map);
        for (int cell = 0; cell < sum.length; cell++) {
          sum[cell] += distribution[cell];
        }
      }
    }
    return sum;
  }

  private static ClassMaps maps(float[][] pooled) {
    return new ClassMaps(BlobMaps.GRID, pooled, BlobMaps.directions(pooled));
  }

  /** How often shuffled maps are as suspicious as each class. */
  private static double[] pValues(List<float[][]> classes) {
    List<float[]> all = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int target = 0; target < classes.size(); target++) {
      for (float[] map : classes.get(target)) {
        all.add(map);
        owners.add(target);
      }
    }
    float[][] pooled = all.toArray(float[][]::new);
    ShuffledMaps shuffled =
        new ShuffledMaps(
            BlobMaps.GRID,
            pooled,
            BlobMaps.directions(pooled),
            owners.stream().mapToInt(Integer::intValue).toArray());
    double[] everywhere = spread(classes);
    double[] chance = new double[0];
    double[] suspicions = new double[classes.size()];
    for (int target = 0; target < classes.size(); target++) {
      double[] draws = shuffled.suspicions(target, MAPS, 19, SETTINGS, everywhere);
      chance = Arrays.copyOf(chance, chance.length + draws.length);
      System.arraycopy(draws, 0, chance, chance.length - draws.length, draws.length);
      suspicions[target] =
          ClassClusters.of(maps(classes.get(target)), SETTINGS, everywhere).suspicion();
    }
    ChanceLevel level = new ChanceLevel(chance);
    return Arrays.stream(suspicions).map(level::pValue).toArray();
  }

  @Test
  void aStampInACornerIsTheMostSuspiciousCluster() {
    float[][] stamped = new BlobMaps(1).maps(MAPS, 40);
    double[] foreign = spread(List.<float[][]>of(new BlobMaps(2).maps(MAPS, 0)));
    ClassClusters clusters = ClassClusters.of(maps(stamped), SETTINGS, foreign);
    int suspect = clusters.labels()[0];
    for (int i = 0; i < MAPS; i++) {
      assertThat(clusters.labels()[i] == suspect).as("map " + i).isEqualTo(i < 40);
    }
    ClusterFigures figures = clusters.figures().get(suspect);
    assertThat(figures.suspicion()).isEqualTo(clusters.suspicion());
    assertThat(figures.inside()).isGreaterThan(0.5);
    assertThat(Math.max(figures.elsewhere(), figures.others())).isLessThan(0.05);
    assertThat(figures.region().box()[1]).isLessThan(3);
    assertThat(figures.region().box()[2]).isEqualTo(16);
  }

  @Test
  void chanceGivesAStampedClassNothingAsSuspiciousAndCleanOnesPlenty() {
    List<float[][]> classes = new ArrayList<>();
    for (int target = 0; target < 5; target++) {
      classes.add(new BlobMaps(10 + target).maps(MAPS, target == 2 ? 30 : 0));
    }
    double[] pValues = pValues(classes);
    assertThat(pValues[2]).isEqualTo(1.0 / (1 + 5 * 19));
    for (int target = 0; target < 5; target++) {
      if (target != 2) {
        assertThat(pValues[target]).as("class " + target).isGreaterThan(0.05);
      }
    }
  }

  @Test
  void mapsWithoutRelevanceHaveNoCluster() {
    float[][] pooled = new BlobMaps(3).maps(30, 0);
    pooled[4] = new float[pooled[4].length];
    ClassClusters clusters =
        ClassClusters.of(maps(pooled), SETTINGS, spread(List.<float[][]>of(pooled)));
    assertThat(clusters.labels()[4]).isEqualTo(-1);
    assertThat(clusters.labels()[5]).isNotNegative();
    assertThat(clusters.figures().stream().mapToInt(ClusterFigures::count).sum()).isEqualTo(29);
  }

  @Test
  void aClassOfOneKindIsNotSuspicious() {
    float[][] pooled = new float[20][];
    Arrays.fill(pooled, new BlobMaps(4).maps(1, 1)[0]);
    ClassClusters clusters =
        ClassClusters.of(
            maps(pooled), SETTINGS, spread(List.<float[][]>of(new BlobMaps(5).maps(MAPS, 0))));
    assertThat(clusters.figures()).hasSize(1);
    assertThat(clusters.suspicion()).isZero();
  }
}
