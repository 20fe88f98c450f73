package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.config.JobConfigParser;
import org.sparklrp.config.TrainBowConfig;
import org.sparklrp.demo.DemoDataset;
import org.sparklrp.demo.DemoFolder;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.explain.ExplainAction;
import org.sparklrp.job.explain.NeuralExplainerFactory;
import org.sparklrp.job.regions.ExplanationChoice;
import org.sparklrp.job.regions.MaskFolder;
import org.sparklrp.job.regions.RegionStatistic;
import org.sparklrp.job.regions.RegionsAction;
import org.sparklrp.job.regions.RegionsResult;
import org.sparklrp.job.table.FinishedRun;

/** The demo's question put to a Bag-of-Words model: who looks at the watermark? */
class BowDemoTest {
  private static final String TRAINING =
      """
      input.path = "%s", bow.test-path = "%s", output.path = "%s"
      bow.cost = 8
      bow.channels = [
        { name = patches, features { type = patch, samples = 6, scales = [1, 2], step = 4 },
          whitening { kind = zca }, words = 40, sample = 4000, tiling = ["1x1", "2x2"],
          kernel { type = histogram-intersection } }
        { name = sift, features { type = sift, scales = [3, 5], step = 6, border = clipped },
          words = 40, sample = 4000, tiling = ["1x1", "2x2"],
          kernel { type = histogram-intersection } }
      ]
      """;

  @TempDir private Path folder;

  @Test
  void relevanceLiesOnTheObjectsAndForHorsesOnTheWatermark() {
    DemoFolder training = new DemoFolder(folder.resolve("training"));
    training.write(new DemoDataset(DemoDataset.Split.TRAINING, 180, 7));
    DemoFolder test = new DemoFolder(folder.resolve("test"));
    test.write(new DemoDataset(DemoDataset.Split.TEST, 120, 7));
    Evaluation evaluation = Objects.requireNonNull(train(training, test).evaluation());
    assertThat(evaluation.accuracy()).isGreaterThan(0.7);

    List<RegionStatistic> statistics = explainAndMeasure(test).statistics();
    assertThat(statistics).hasSize(12);
    for (RegionStatistic statistic : statistics) {
      double concentration = Objects.requireNonNull(statistic.concentration());
      if (statistic.region().equals("object")) {
        assertThat(concentration).as(statistic.toString()).isGreaterThan(1.2);
      } else if (statistic.targetName().equals("horse")) {
        assertThat(concentration).as(statistic.toString()).isGreaterThan(3);
        assertThat(Objects.requireNonNull(statistic.present().accuracy()))
            .isGreaterThan(Objects.requireNonNull(statistic.absent().accuracy()));
      } else {
        assertThat(concentration).as(statistic.toString()).isLessThan(1.5);
      }
    }
  }

  private TrainBowResult train(DemoFolder training, DemoFolder test) {
    String text = TRAINING.formatted(training.images(), test.images(), folder.resolve("model"));
    return new TrainBowAction(
            LocalSpark.session(), TrainBowConfig.parse(text, "train.conf", List.of()))
        .run();
  }

  private RegionsResult explainAndMeasure(DemoFolder test) {
    String text =
        """
        input { path = "%s", label = parent-directory }
        model.path = "%s"
        output { path = "%s", heatmaps = 0 }
        targets = [predicted, label]
        """
            .formatted(test.images(), folder.resolve("model"), folder.resolve("run"));
    new ExplainAction(
            LocalSpark.session(),
            JobConfigParser.parse(text, "explain.conf", List.of()),
            new NeuralExplainerFactory())
        .run();
    return new RegionsAction(
            LocalSpark.session(),
            FinishedRun.open(
                folder.resolve("run").toString(),
                LocalSpark.session().sessionState().newHadoopConf()),
            List.of(
                new MaskFolder("object", test.objectMasks().toString()),
                new MaskFolder("watermark", test.watermarkMasks().toString())),
            ExplanationChoice.LABEL)
        .run();
  }
}
