package org.sparklrp.job.statistics;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.measure.MapStatistics;
import org.sparklrp.measure.Moments;

/**
 * What is known of the explanations of a group, as a state that can be merged: the parts of a run,
 * or whole runs, merged give what one run over all their images gives, in any order, up to
 * rounding; quantiles within the error of {@link Quantiles}. The tables class_states and
 * class_statistics follow from it.
 *
 * <p>Mutable, not thread-safe.
 */
public final class ClassStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Figure, Moments> moments = new EnumMap<>(Figure.class);
  private final Quantiles relevances;
  private final Quantiles scores;
  private @Nullable MapStatistics maps;
  private long correct;
  private ImageCounts images = ImageCounts.NONE;

  /**
   * How many images a group's label or class has.
   *
   * @param all explained images
   * @param correct of them, images predicted right; null where the label is no class of the model
   */
  record ImageCounts(long all, @Nullable Long correct) implements Serializable {
    static final ImageCounts NONE = new ImageCounts(0, 0L);

    ImageCounts and(ImageCounts other) {
      Long both =
          correct == null || other.correct == null ? null : (Long) (correct + other.correct);
      return new ImageCounts(all + other.all, both);
    }

    @Nullable Double accuracy() {
      return all == 0 || correct == null ? null : (Double) ((double) correct / all);
    }
  }

  /** Of no explanations yet. */
  public ClassStatistics() {
    this(new Quantiles(), new Quantiles());
    for (Figure figure : Figure.values()) {
      moments.put(figure, new Moments());
    }
  }

  private ClassStatistics(Quantiles relevances, Quantiles scores) {
    this.relevances = relevances;
    this.scores = scores;
  }

  /** Of maps alone. */
  static ClassStatistics ofMaps(MapStatistics maps) {
    ClassStatistics statistics = new ClassStatistics();
    statistics.maps = maps;
    return statistics;
  }

  /** The state that a row of the table class_states keeps. */
  static ClassStatistics of(Row row) {
    ClassStatistics statistics =
        new ClassStatistics(
            Quantiles.of(row.getAs("relevance_sketch")), Quantiles.of(row.getAs("score_sketch")));
    long count = row.<Long>getAs("count");
    for (Figure figure : Figure.values()) {
      statistics.moments.put(
          figure,
          new Moments(
              count,
              row.<Double>getAs("sum_" + figure.word()),
              row.<Double>getAs("squares_" + figure.word())));
    }
    statistics.correct = row.<Long>getAs("correct");
    statistics.images = new ImageCounts(row.<Long>getAs("images"), row.getAs("images_correct"));
    byte[] maps = row.getAs("map_state");
    if (maps != null) {
      statistics.maps =
          MapStatistics.fromArray(
              row.<Integer>getAs("map_height"), row.<Integer>getAs("map_width"), Doubles.of(maps));
    }
    return statistics;
  }

  /** Adds a row of the table explanations. */
  public void add(Row explanation) {
    for (Figure figure : Figure.values()) {
      of(figure).add(explanation.<Double>getAs(figure.column()));
    }
    relevances.add(explanation.<Double>getAs(Figure.RELEVANCE.column()));
    scores.add(explanation.<Double>getAs(Figure.SCORE.column()));
    correct += ImageGroup.CORRECT.equals(outcome(explanation)) ? 1 : 0;
  }

  /** What became of the image of a row of explanations; null where its true class is not known. */
  static @Nullable String outcome(Row explanation) {
    Integer label = explanation.getAs("label_index");
    if (label == null) {
      return null;
    }
    return label.equals(explanation.<Integer>getAs("predicted"))
        ? ImageGroup.CORRECT
        : ImageGroup.WRONG;
  }

  /** Adds images, which are counted once however many targets were explained. */
  void add(ImageCounts more) {
    images = images.and(more);
  }

  /**
   * Adds all that another state has seen; maps of both must be of the same grid.
   *
   * @return this
   */
  public ClassStatistics merge(ClassStatistics other) {
    for (Figure figure : Figure.values()) {
      of(figure).merge(other.of(figure));
    }
    relevances.merge(other.relevances);
    scores.merge(other.scores);
    correct += other.correct;
    images = images.and(other.images);
    if (maps == null) {
      maps = other.maps;
    } else if (other.maps != null) {
      maps.merge(other.maps);
    }
    return this;
  }

  /** How many explanations. */
  public long count() {
    return of(Figure.RELEVANCE).count();
  }

  /** Of them, those of images predicted right. */
  public long correct() {
    return correct;
  }

  ImageCounts images() {
    return images;
  }

  /** Sum and spread of a figure. */
  public Moments of(Figure figure) {
    return Objects.requireNonNull(moments.get(figure), "all figures are there from the start");
  }

  Quantiles relevances() {
    return relevances;
  }

  Quantiles scores() {
    return scores;
  }

  @Nullable MapStatistics maps() {
    return maps;
  }
}
