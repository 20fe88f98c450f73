package org.sparklrp.bow.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.vocabulary.Tiling.Grid;

class PooledFeaturesTest {
  private static final List<Area> AREAS =
      List.of(new Area(0, 0, 2, 2), new Area(2, 0, 4, 2), new Area(2, 2, 4, 4));
  private static final Assignments ASSIGNMENTS =
      new Assignments(2, new int[] {0, 1, 0, 2, 1, 0}, new float[] {.5f, .25f, .5f, 1, 1, .125f});

  @Test
  void sumPoolingIsTheMeanOfTheWeights() {
    assertThat(pooled(Tiling.WHOLE, Pooling.SUM).vector())
        .containsExactly(new double[] {1.125 / 3, 1.25 / 3, 1 / 3.0, 0}, within(1e-12));
  }

  @Test
  void maximumPoolingIsTheLargestWeight() {
    assertThat(pooled(Tiling.WHOLE, Pooling.MAX).vector()).containsExactly(0.5, 1, 1, 0);
  }

  @Test
  void pMeansFollowTheirFormula() {
    for (double p : new double[] {1, 1.5, 2, 10, 200}) {
      double[] expected = {
        Math.pow((2 * Math.pow(.5, p) + Math.pow(.125, p)) / 3, 1 / p),
        Math.pow((Math.pow(.25, p) + 1) / 3, 1 / p),
        Math.pow(1 / 3.0, 1 / p),
        0
      };
      assertThat(pooled(Tiling.WHOLE, new Pooling(p)).vector())
          .as("p = %s", p)
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void aPowerThatWouldUnderflowStillPools() {
    double p = 1e5;
    assertThat(pooled(Tiling.WHOLE, new Pooling(p)).vector()[0])
        .isCloseTo(0.5 * Math.pow(2 / 3.0, 1 / p), within(1e-12));
  }

  @Test
  void everyCellPoolsItsOwnFeaturesOnly() {
    Tiling tiling = new Tiling(List.of(new Grid(1, 1), new Grid(2, 2)));
    PooledFeatures pooled = pooled(tiling, Pooling.SUM);
    assertThat(pooled.featuresPerCell()).containsExactly(3, 1, 1, 0, 1);
    assertThat(pooled.words()).isEqualTo(4);
    double[] vector = pooled.vector();
    assertThat(vector).hasSize(20);
    assertThat(Arrays.copyOfRange(vector, 4, 20))
        .containsExactly(.5, .25, 0, 0, .5, 0, 1, 0, 0, 0, 0, 0, .125, 1, 0, 0);
  }

  @Test
  void aFeatureBelongsToTheCellOfItsAreasCentre() {
    Tiling tiling = new Tiling(List.of(new Grid(3, 1), new Grid(1, 2)));
    List<int[]> cells = tiling.cellsOf(List.of(new Area(0, 0, 1, 9), new Area(8, 8, 9, 9)), 9, 9);
    assertThat(tiling.cells()).isEqualTo(5);
    assertThat(cells.get(0)).containsExactly(0, 4);
    assertThat(cells.get(1)).containsExactly(2, 4);
  }

  @Test
  void impossiblePoolingAndTilingAreRefused() {
    assertThatThrownBy(() -> new Pooling(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p-means need p of at least 1, not 0.5");
    assertThatThrownBy(() -> new Pooling(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p-means need p of at least 1, not NaN");
    assertThatThrownBy(() -> new Tiling(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tiling has at least one grid");
  }

  private static PooledWords pooled(Tiling tiling, Pooling pooling) {
    return PooledWords.of(tiling.place(AREAS, 4, 4), ASSIGNMENTS, 4, pooling, Normalization.NONE);
  }
}
