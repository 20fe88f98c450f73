package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In which order values lie, and which others can lie so. */
class OrderTest {
  private static final Order LAST = new Order(2, 3);

  @Test
  void anImageLiesTheSameHowManyThereMayBe() {
    assertThat(LAST.isThatOf(new Order(7, 3))).isTrue();
    assertThat(LAST.isThatOf(new Order(2, 6))).isFalse();
    assertThat(LAST.isThatOf(Order.ROW_MAJOR)).isFalse();
    assertThat(LAST).isNotEqualTo(new Order(7, 3));
  }

  @Test
  void otherNumbersOfImagesFollow() {
    assertThat(LAST.forSize(60, 30)).isEqualTo(new Order(1, 3));
    assertThat(LAST.forSize(60, 150)).isEqualTo(new Order(5, 3));
    assertThat(Order.ROW_MAJOR.forSize(60, 30)).isEqualTo(Order.ROW_MAJOR);
  }

  @Test
  void whatIsNoWholeImageCannotFollow() {
    assertThat(LAST.divides(60, 90)).isTrue();
    assertThat(LAST.divides(60, 40)).isFalse();
    assertThat(Order.ROW_MAJOR.divides(60, 40)).isTrue();
  }

  @Test
  void onlyChannelsLastMovesChannels() {
    assertThat(LAST.isChannelsLast()).isTrue();
    assertThat(Order.ROW_MAJOR.isChannelsLast()).isFalse();
  }
}
