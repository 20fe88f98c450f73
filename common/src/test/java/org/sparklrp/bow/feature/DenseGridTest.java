package org.sparklrp.bow.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.DenseGrid.Corner;

class DenseGridTest {
  @Test
  void insideGridFillsTheImageAndCentresWhatIsLeftOver() {
    assertThat(new DenseGrid(2, Border.INSIDE).corners(3, 6, 3))
        .containsExactly(new Corner(0, 0), new Corner(2, 0));
    assertThat(new DenseGrid(3, Border.INSIDE).corners(2, 7, 2))
        .containsExactly(new Corner(1, 0), new Corner(4, 0));
  }

  @Test
  void clippedGridPutsCentresUpToTheBorder() {
    DenseGrid grid = new DenseGrid(1, Border.CLIPPED);
    assertThat(grid.corners(3, 2, 1)).containsExactly(new Corner(-1, -1), new Corner(0, -1));
    assertThat(grid.corners(4, 3, 2)).containsExactly(new Corner(-1, -1), new Corner(0, -1));
    assertThat(new DenseGrid(2, Border.CLIPPED).corners(2, 4, 2))
        .containsExactly(new Corner(0, 0), new Corner(2, 0));
  }

  @Test
  void aGridIsEmptyJustWhereTheSquareDoesNotFit() {
    DenseGrid grid = new DenseGrid(1, Border.INSIDE);
    assertThat(grid.corners(4, 3, 9)).isEmpty();
    for (Border border : Border.values()) {
      for (int side = 1; side < 6; side++) {
        for (int width = 1; width < 6; width++) {
          DenseGrid either = new DenseGrid(1, border);
          assertThat(either.fits(side, width, 5))
              .isEqualTo(!either.corners(side, width, 5).isEmpty());
        }
      }
    }
  }

  @Test
  void aSquareOverTheBorderKeepsThePixelsInside() {
    assertThat(Area.clipped(-2, 1, 4, 3, 3)).isEqualTo(new Area(0, 1, 2, 3));
    assertThat(Area.clipped(-2, 1, 4, 3, 3).size()).isEqualTo(4);
    assertThat(Area.clipped(0, 0, 2, 9, 9).doubledCenterX()).isEqualTo(2);
  }

  @Test
  void anAreaWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> new Area(2, 0, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No pixel lies in 2..2 x 0..1");
    assertThatThrownBy(() -> new DenseGrid(0, Border.INSIDE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A grid's step is at least 1, not 0");
    assertThatThrownBy(() -> new LocalFeatures(2, new float[3], List.of(new Area(0, 0, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 features of length 2 do not hold 3 values");
  }
}
