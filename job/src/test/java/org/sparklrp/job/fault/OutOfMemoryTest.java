package org.sparklrp.job.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java heap space",
        "GC overhead limit exceeded",
        "Requested array size exceeds VM limit"
      })
  void whatTheJvmThrowsIsAboutItsHeap(String message) {
    assertThat(OutOfMemory.sentence(message, true))
        .startsWith("Cannot go on: the heap of this JVM is full")
        .contains(message)
        .contains("SPARK_LRP_DRIVER_MEMORY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Physical memory usage is too high: physicalBytes (10G) > maxPhysicalBytes (9G)",
        "Failed to allocate memory within limits: totalBytes (1G) > maxBytes (1G)"
      })
  void whatJavaCppThrowsIsAboutTensors(String message) {
    assertThat(OutOfMemory.sentence(message, true))
        .startsWith("Cannot go on: the memory for tensors is full")
        .contains(message)
        .contains("SPARK_LRP_NATIVE_MEMORY");
  }
}
