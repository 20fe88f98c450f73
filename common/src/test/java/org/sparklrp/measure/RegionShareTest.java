package org.sparklrp.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sparklrp.relevance.RelevanceMap;

final class RegionShareTest {
  private static final boolean[] FIRST_OF_FOUR = {true, false, false, false};

  @Test
  void computesTheSharesOfOneImage() {
    RegionShare share = RegionShare.of(map(3, 1, -4, 0), FIRST_OF_FOUR);
    assertThat(share.positiveShare()).isEqualTo(0.75);
    assertThat(share.absoluteShare()).isEqualTo(0.375);
    assertThat(share.areaShare()).isEqualTo(0.25);
  }

  @Test
  void everyImageHasOneVote() {
    RegionShare together =
        RegionShare.of(map(1000, 0, 0, 0), FIRST_OF_FOUR)
            .merge(RegionShare.of(map(0, 1, 0, 0), FIRST_OF_FOUR));
    assertThat(together.positiveShare()).isEqualTo(0.5);
    assertThat(together.masks()).isEqualTo(2);
  }

  @Test
  void imagesWithoutRelevanceHaveNoVote() {
    RegionShare together =
        RegionShare.of(map(1, 1, 0, 0), FIRST_OF_FOUR)
            .merge(RegionShare.of(map(0, 0, 0, 0), FIRST_OF_FOUR))
            .merge(RegionShare.of(map(-1, 0, 0, 0), FIRST_OF_FOUR));
    assertThat(together.positiveShare()).isEqualTo(0.5);
    assertThat(together.absoluteShare()).isEqualTo(0.75);
    assertThat(together.areaShare()).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void nothingHasNoShares() {
    assertThat(RegionShare.NONE.positiveShare()).isZero();
    RegionShare one = RegionShare.of(map(3, 1, -4, 0), FIRST_OF_FOUR);
    assertThat(RegionShare.NONE.merge(one)).isEqualTo(one);
  }

  @Test
  void refusesAMaskOfAnotherSize() {
    assertThatThrownBy(() -> RegionShare.of(map(1, 1, 1, 1), new boolean[3]))
        .hasMessage("A mask of 3 pixels does not fit a map of 4");
  }

  private static RelevanceMap map(float... values) {
    return new RelevanceMap(1, 2, 2, values);
  }
}
