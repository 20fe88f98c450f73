package org.sparklrp.bow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

class MachineTrainingTest {
  private static final ClassNames CLASSES = new ClassNames(List.of("ant", "bee", "cow"));
  private static final int[] LABELS = IntStream.range(0, 36).map(i -> i % 3).toArray();
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(List.of(0.1, 1.0, 10.0), 3, 5);

  @Test
  void anEasyTaskIsLearnedWithoutFault() {
    List<Columns> vectors = vectors();
    List<String> told = new ArrayList<>();
    MachineTraining.Result result =
        MachineTraining.train(
            plans("histogram-intersection"), vectors, LABELS, CLASSES, SETTINGS, told::add);
    assertThat(result.trials()).hasSize(3);
    assertThat(result.chosen().accuracy()).isEqualTo(1);
    assertThat(result.machine().supportCount()).isLessThanOrEqualTo(LABELS.length);
    double[][] decisions = new double[LABELS.length][];
    for (int i = 0; i < LABELS.length; i++) {
      decisions[i] = result.machine().decide(List.of(vectors.get(0).row(i)));
    }
    assertThat(Evaluation.of(decisions, LABELS, 3).accuracy()).isEqualTo(1);
    assertThat(told).hasSize(5).first().isEqualTo("Computed the kernel between 36 images");
  }

  @Test
  void weightsAndGammasComeFromTheTrainingVectors() {
    List<Columns> vectors = vectors();
    double squares = 0;
    double own = 0;
    for (int i = 0; i < LABELS.length; i++) {
      for (int j = 0; j < LABELS.length; j++) {
        for (int d = 0; d < 4; d++) {
          double difference = vectors.get(0).values()[d][i] - vectors.get(0).values()[d][j];
          squares += difference * difference;
        }
      }
      for (int d = 0; d < 4; d++) {
        own += vectors.get(0).values()[d][i];
      }
    }
    ChannelKernel rbf = kernel("rbf");
    assertThat(((Rbf) rbf.kernel()).gamma()).isCloseTo(36 * 35 / squares, within(1e-9));
    assertThat(rbf.weight()).isEqualTo(1);
    ChannelKernel intersection = kernel("histogram-intersection");
    assertThat(intersection.kernel()).isEqualTo(new HistogramIntersection());
    assertThat(intersection.weight()).isCloseTo(36 / own, within(1e-9));
  }

  @Test
  void theSameSeedTrainsTheSameMachine() {
    MachineTraining.Result first = train("chi-square");
    MachineTraining.Result second = train("chi-square");
    assertThat(second.trials()).isEqualTo(first.trials());
    assertThat(second.machine().coefficients()).isDeepEqualTo(first.machine().coefficients());
  }

  @Test
  void classesThatCannotBeLearnedAreNamed() {
    int[] labels = LABELS.clone();
    for (int i = 2; i < labels.length - 1; i += 3) {
      labels[i] = 0;
    }
    labels[labels.length - 1] = 2;
    assertThatThrownBy(
            () ->
                MachineTraining.train(
                    plans("linear"), vectors(), labels, CLASSES, SETTINGS, text -> {}))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot train class cow: it has too few usable training images (1); give it at least 2"
                + " or leave the class out");
    assertThatThrownBy(
            () ->
                MachineTraining.train(
                    plans("linear"),
                    vectors(),
                    new int[36],
                    new ClassNames(List.of("ant")),
                    SETTINGS,
                    text -> {}))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot train a classifier: there is one class (ant); give images of at least two"
                + " classes");
  }

  @Test
  void anEvaluationCountsWhatIsRightAndHowWellClassesRank() {
    double[][] decisions = {{2, 1, 0}, {0, 1, 0}, {1, 0, 0.5}, {0.5, 3, 0}};
    Evaluation evaluation = Evaluation.of(decisions, new int[] {0, 1, 1, 0}, 3);
    assertThat(evaluation.images()).isEqualTo(4);
    assertThat(evaluation.accuracy()).isEqualTo(0.5);
    assertThat(evaluation.counts()).containsExactly(2, 2, 0);
    assertThat(evaluation.averagePrecision().get(0)).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(evaluation.averagePrecision().get(2)).isNaN();
    assertThat(evaluation.meanAveragePrecision())
        .isCloseTo(
            (evaluation.averagePrecision().get(0) + evaluation.averagePrecision().get(1)) / 2,
            within(1e-12));
  }

  private static ChannelKernel kernel(String type) {
    return train(type).machine().kernels().get(0);
  }

  private static MachineTraining.Result train(String type) {
    return MachineTraining.train(plans(type), vectors(), LABELS, CLASSES, SETTINGS, text -> {});
  }

  private static List<ChannelPlan> plans(String kernel) {
    String text = "name = a, features { type = patch }, kernel { type = %s }".formatted(kernel);
    return ChannelPlan.read(List.of(ConfigFactory.parseString(text).root()), 3, new Problems());
  }

  private static List<Columns> vectors() {
    Random random = new Random(3);
    double[][] rows = new double[LABELS.length][4];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < 4; d++) {
        rows[i][d] = (d == LABELS[i] ? 1 : 0) + 0.2 * random.nextDouble();
      }
    }
    return List.of(Columns.ofRows(rows, 4));
  }
}
