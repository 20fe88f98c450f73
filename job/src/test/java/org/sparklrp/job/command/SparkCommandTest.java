package org.sparklrp.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
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
  void memoryThatRunsOutInATaskEndsALocalJvmByASentenceOnly() {
    assertThat(SparkCommand.settings("explain").get("spark.executor.killOnFatalError.depth"))
        .isEqualTo("0");
  }
}
