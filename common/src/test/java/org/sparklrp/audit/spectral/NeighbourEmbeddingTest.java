package org.sparklrp.audit.spectral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourEmbeddingTest {
  private static float[][] twoGroups(int size) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] vectors = new float[size][];
    for (int i = 0; i < size; i++) {
      double[] vector = random.doubles(6, 0, 0.3).toArray();
      vector[i % 2] += 2;
      vectors[i] = MapPool.normalised(vector);
    }
    return vectors;
  }

  @Test
  void groupsStayTogether() {
    double[][] places = NeighbourEmbedding.of(twoGroups(120), 7);
    int right = 0;
    for (int i = 0; i < places.length; i++) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int j = 0; j < places.length; j++) {
        double distance = Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]);
        if (j != i && distance < least) {
          least = distance;
          nearest = j;
        }
      }
      right += nearest % 2 == i % 2 ? 1 : 0;
    }
    assertThat(right).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 40})
  void placesAnyNumberTheSameEveryTime(int size) {
    double[][] places = NeighbourEmbedding.of(twoGroups(size), 7);
    assertThat(places)
        .hasNumberOfRows(size)
        .isDeepEqualTo(NeighbourEmbedding.of(twoGroups(size), 7));
    for (double[] place : places) {
      assertThat(place).hasSize(2).doesNotContain(Double.NaN);
    }
  }
}
