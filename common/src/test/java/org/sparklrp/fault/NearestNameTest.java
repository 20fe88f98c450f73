package org.sparklrp.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void theDistanceCountsInsertionsDeletionsAndSubstitutions() {
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.distance("abc", "")).isEqualTo(3);
    assertThat(NearestName.distance("same", "same")).isZero();
  }

  @Test
  void theNearestNameWinsAndOfEqualsTheFirstInTheAlphabet() {
    assertThat(NearestName.of("mode.path", List.of("model.path", "input.path")))
        .isEqualTo("model.path");
    assertThat(NearestName.of("x", List.of("b", "a"))).isEqualTo("a");
  }
}
