package org.sparklrp.audit.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralClusteringTest {
  private static final SpectralClustering.Settings SETTINGS =
      new SpectralClustering.Settings(7, 32, 7);

  /** From the definition, with plain loops: kNN by sorting, dense Laplacian. */
  private static double[] denseEigenvalues(float[][] vectors, int k) {
    int n = vectors.length;
    double[][] adjacency = new double[n][n];
    for (int i = 0; i < n; i++) {
      int self = i;
      Arrays.stream(range(n))
          .filter(j -> j != self)
          .boxed()
          .sorted(
              java.util.Comparator.comparingDouble(
                  (Integer j) -> squaredDistance(vectors[self], vectors[j])))
          .limit(k)
          .forEach(
              j -> {
                adjacency[self][j] += 0.5;
                adjacency[j][self] += 0.5;
              });
    }
    double[][] laplacian = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        laplacian[i][j] =
            (i == j ? 1 : 0)
                - adjacency[i][j]
                    / Math.sqrt(
                        Arrays.stream(adjacency[i]).sum() * Arrays.stream(adjacency[j]).sum());
      }
    }
    double[] values =
        new EigenDecomposition(new Array2DRowRealMatrix(laplacian)).getRealEigenvalues();
    Arrays.sort(values);
    return values;
  }

  private static int[] range(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum;
  }

  private static double adjustedRandIndex(int[] a, int[] b) {
    double both = 0;
    double inA = 0;
    double inB = 0;
    double pairs = a.length * (a.length - 1) / 2.0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        both += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
        inA += a[i] == a[j] ? 1 : 0;
        inB += b[i] == b[j] ? 1 : 0;
      }
    }
    double chance = inA * inB / pairs;
    return (both - chance) / ((inA + inB) / 2 - chance);
  }

  @Test
  void findsTheEigenvaluesOfADenseDecomposition() {
    SpectralClustering found = SpectralClustering.of(Spirals.vectors(), SETTINGS);
    double[] dense = denseEigenvalues(Spirals.vectors(), 7);
    assertThat(found.eigenvalues()).hasSize(32);
    for (int i = 0; i < 32; i++) {
      assertThat(found.eigenvalues()[i]).as("eigenvalue " + i).isCloseTo(dense[i], within(1e-6));
    }
  }

  @Test
  void tellsTwoSpiralsApart() {
    SpectralClustering found = SpectralClustering.of(Spirals.vectors(), SETTINGS);
    int[] coarsest = found.levels().get(found.levels().size() - 1);
    assertThat(adjustedRandIndex(coarsest, Spirals.truth())).isEqualTo(1);
    assertThat(found.separation(coarsest)).containsOnly(1);
  }

  @Test
  void isTheSameEveryTime() {
    SpectralClustering once = SpectralClustering.of(Spirals.vectors(), SETTINGS);
    SpectralClustering again = SpectralClustering.of(Spirals.vectors(), SETTINGS);
    assertThat(again.eigenvalues()).isEqualTo(once.eigenvalues());
    assertThat(again.embedding()).isDeepEqualTo(once.embedding());
    assertThat(again.levels().get(0)).isEqualTo(once.levels().get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 31, 33, 90})
  void takesClassesOfAnySize(int size) {
    SplittableRandom random = new SplittableRandom(size);
    float[][] vectors = new float[size][];
    for (int i = 0; i < size; i++) {
      vectors[i] = MapPool.normalised(random.doubles(8).toArray());
    }
    SpectralClustering found = SpectralClustering.of(vectors, SETTINGS);
    assertThat(found.levels()).isNotEmpty().allSatisfy(level -> assertThat(level).hasSize(size));
    assertThat(found.eigenvalues()[0]).isZero();
    assertThat(found.eigenvalues()).isSorted();
    assertThat(found.outliers()).hasSize(size);
    assertThat(found.embedding()).hasNumberOfRows(size);
  }

  @Test
  void duplicatesAreOneClusterAndNoOutliers() {
    float[][] vectors = new float[40][];
    Arrays.fill(vectors, 0, 40, new float[] {0.6f, 0.8f});
    SpectralClustering found = SpectralClustering.of(vectors, SETTINGS);
    assertThat(found.outliers()).containsOnly(1);
    assertThat(found.neighbours().indices()[3]).doesNotContain(3).hasSize(7);
    assertThat(found.levels().get(found.levels().size() - 1)).containsOnly(0);
  }

  @Test
  void anIslandIsAClusterOfItsOwn() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] vectors = new float[112][];
    for (int i = 0; i < vectors.length; i++) {
      boolean isIsland = i % 9 == 4 && i < 108;
      double[] place = {isIsland ? -1 : 1, 0.2 * random.nextDouble(), 0.2 * random.nextDouble()};
      vectors[i] = MapPool.normalised(place);
    }
    SpectralClustering found = SpectralClustering.of(vectors, SETTINGS);
    for (int[] level : found.levels()) {
      int island = level[4];
      for (int i = 0; i < vectors.length; i++) {
        assertThat(level[i] == island).as("vector " + i).isEqualTo(vectors[i][0] < 0);
      }
    }
  }

  @Test
  void looksForTheGapBehindTheIslands() {
    assertThat(SpectralClustering.eigengap(new double[] {0, 0.5, 0.6}, 1)).isEqualTo(1);
    assertThat(SpectralClustering.eigengap(new double[] {0, 0.01, 0.5, 0.6}, 1)).isEqualTo(2);
    assertThat(SpectralClustering.eigengap(new double[] {0, 0, 0, 0.1, 0.12}, 3)).isEqualTo(3);
    assertThat(SpectralClustering.eigengap(new double[] {0}, 1)).isEqualTo(1);
  }
}
