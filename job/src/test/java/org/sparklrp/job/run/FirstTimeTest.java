package org.sparklrp.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstTimeTest {
  @Test
  void theEarliestTimeOfAllTasksIsKept() {
    FirstTime driver = new FirstTime();
    assertThat(driver.isZero()).isTrue();
    FirstTime task = driver.copy();
    FirstTime other = driver.copy();
    FirstTime idle = driver.copy();
    task.add(30L);
    task.add(20L);
    task.add(40L);
    other.add(25L);

    driver.merge(other);
    driver.merge(task);
    driver.merge(idle);

    assertThat(driver.value()).isEqualTo(20L);
    assertThat(driver.isZero()).isFalse();
    assertThat(driver.copy().value()).isEqualTo(20L);
    driver.reset();
    assertThat(driver.isZero()).isTrue();
  }
}
