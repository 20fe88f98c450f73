package org.sparklrp.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.LocalSpark;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

class ProgressTest {
  private final RunMeter meter = new RunMeter(LocalSpark.context().sc()::longAccumulator);
  private final Progress progress = new Progress(meter, 100);

  private void ends(long task, int part, LongAccumulator counter, long images) {
    TaskInfo info =
        new TaskInfo(task, part, 0, part, 0, "1", "host", TaskLocality.ANY(), task > 10);
    progress.onTaskStart(new SparkListenerTaskStart(0, 0, info));
    info.setAccumulables(
        CollectionConverters.asScala(
                List.of(
                    new AccumulableInfo(
                        counter.id(),
                        Option.empty(),
                        Option.apply(images),
                        Option.empty(),
                        false,
                        false,
                        Option.empty())))
            .toSeq());
    info.markFinished(org.apache.spark.TaskState.FINISHED(), 1);
    progress.onTaskEnd(
        new SparkListenerTaskEnd(0, 0, "ResultTask", Success$.MODULE$, info, null, null));
  }

  @Test
  void whatPartsCountIsAddedUp() {
    ends(1, 0, meter.images(), 40);
    ends(2, 1, meter.images(), 60);

    assertThat(progress.done()).isEqualTo(100);
  }

  @Test
  void aPartThatIsDoneTwiceCountsOnce() {
    ends(1, 0, meter.images(), 40);
    ends(11, 0, meter.images(), 40);

    assertThat(progress.done()).isEqualTo(40);
  }

  @Test
  void otherCountersAreNotImages() {
    ends(1, 0, LocalSpark.context().sc().longAccumulator("other"), 40);

    assertThat(progress.done()).isZero();
  }
}
