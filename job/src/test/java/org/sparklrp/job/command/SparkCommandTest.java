package org.sparklrp.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;

class SparkCommandTest {
  @Test
  void aSessionThatIsThereIsUsedAndStays() {
    SparkSession shared = LocalSpark.session();
    SparkSession used = SparkCommand.run("explain", session -> session);
    assertThat((Object) used).isSameAs(shared);
    assertThat(shared.sparkContext().isStopped()).isFalse();
  }

  @Test
  void withoutAMasterTheCommandRunsOnAllCoresAndNamesItself() {
    assertThat(SparkCommand.settings("regions").get("spark.master")).isEqualTo("local[*]");
    assertThat(SparkCommand.settings("regions").get("spark.app.name"))
        .isEqualTo("spark-lrp regions");
  }

  @Test
  void anotherVersionOfSparkIsRefused() {
    SparkCommand.requireVersion("4.1.3");

    assertThatThrownBy(() -> SparkCommand.requireVersion("3.5.1"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run on this installation of Spark: its version is 3.5.1 and 4.1.x is needed; use such a one, or leave SPARK_HOME unset");
  }

  @Test
  void memoryThatRunsOutInATaskEndsALocalJvmByASentenceOnly() {
    assertThat(SparkCommand.settings("explain").get("spark.executor.killOnFatalError.depth"))
        .isEqualTo("0");
  }
}
