package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.audit.inference.MeanInterval;

/**
 * The numbers of all images made into means, with intervals and paired differences to the first
 * method. Images are put in the order of their ids first, so that nothing depends on how they came.
 */
public final class EvaluationTable {
  private static final Comparator<EvaluatedImage.Place> ORDER =
      Comparator.comparing(EvaluatedImage.Place::measure)
          .thenComparing(
              EvaluatedImage.Place::replacement, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(EvaluatedImage.Place::method);

  private final SortedMap<String, Map<EvaluatedImage.Place, EvaluatedImage.Value>> images =
      new TreeMap<>();
  private final Map<String, Integer> targets = new HashMap<>();
  private final SortedSet<EvaluatedImage.Place> places = new TreeSet<>(ORDER);
  private final long seed;

  /**
   * One row.
   *
   * @param place method, measure and replacement
   * @param target the explained class; null: all
   * @param value mean; its p-value means nothing
   * @param n images with a number
   * @param difference paired, to the first method; null for that itself
   * @param pairs images where both have a number
   * @param qValue false discovery rate of the difference; NaN without one
   * @param missing images without a number
   * @param reason of most of those; empty for none
   */
  public record Line(
      EvaluatedImage.Place place,
      @Nullable Integer target,
      MeanInterval value,
      int n,
      @Nullable MeanInterval difference,
      int pairs,
      double qValue,
      int missing,
      String reason) {
    private Line with(double q) {
      return new Line(place, target, value, n, difference, pairs, q, missing, reason);
    }
  }

  /**
   * Takes the numbers of all images.
   *
   * @param seed of intervals
   */
  public EvaluationTable(List<EvaluatedImage> evaluated, long seed) {
    this.seed = seed;
    for (EvaluatedImage image : evaluated) {
      Map<EvaluatedImage.Place, EvaluatedImage.Value> values = new LinkedHashMap<>();
      for (EvaluatedImage.Value value : image.values()) {
        values.put(value.place(), value);
        places.add(value.place());
      }
      images.put(image.imageId(), values);
      targets.put(image.imageId(), image.target());
    }
  }

  /** The rows over all images, then those of each class; q-values within each of the two. */
  public List<Line> lines() {
    List<Line> lines =
        new ArrayList<>(
            withQValues(places.stream().parallel().map(place -> line(place, null)).toList()));
    SortedSet<Integer> classes = new TreeSet<>(targets.values());
    lines.addAll(
        withQValues(
            classes.stream()
                .flatMap(target -> places.stream().map(place -> new Cell(place, target)))
                .toList()
                .parallelStream()
                .map(cell -> line(cell.place(), cell.target()))
                .toList()));
    return lines;
  }

  private record Cell(EvaluatedImage.Place place, Integer target) {}

  /** The mean of one method over all images. */
  public MeanInterval mean(EvaluatedImage.Place place) {
    return line(place, null).value();
  }

  /** The paired difference of two methods over all images. */
  public MeanInterval difference(EvaluatedImage.Place one, int other) {
    return MeanInterval.of(differences(one, other, null), seed);
  }

  private Line line(EvaluatedImage.Place place, @Nullable Integer target) {
    List<EvaluatedImage.Value> values =
        ids(target)
            .map(id -> images.getOrDefault(id, Map.of()))
            .flatMap(row -> Stream.ofNullable(row.get(place)))
            .toList();
    double[] numbers =
        values.stream()
            .mapToDouble(EvaluatedImage.Value::number)
            .filter(number -> !Double.isNaN(number))
            .toArray();
    double[] differences = place.method() == 0 ? new double[0] : differences(place, 0, target);
    return new Line(
        place,
        target,
        MeanInterval.of(numbers, seed),
        numbers.length,
        differences.length == 0 ? null : MeanInterval.of(differences, seed),
        differences.length,
        Double.NaN,
        values.size() - numbers.length,
        reason(values));
  }

  private Stream<String> ids(@Nullable Integer target) {
    return images.keySet().stream().filter(id -> target == null || target.equals(targets.get(id)));
  }

  private double[] differences(EvaluatedImage.Place one, int other, @Nullable Integer target) {
    EvaluatedImage.Place second = new EvaluatedImage.Place(other, one.measure(), one.replacement());
    return ids(target)
        .map(id -> images.getOrDefault(id, Map.of()))
        .filter(row -> row.containsKey(one) && row.containsKey(second))
        .mapToDouble(row -> number(row, one) - number(row, second))
        .filter(difference -> !Double.isNaN(difference))
        .toArray();
  }

  private static double number(
      Map<EvaluatedImage.Place, EvaluatedImage.Value> row, EvaluatedImage.Place place) {
    EvaluatedImage.Value value = row.get(place);
    return value == null ? Double.NaN : value.number();
  }

  private static String reason(List<EvaluatedImage.Value> values) {
    Map<String, Integer> counts = new TreeMap<>();
    values.stream()
        .map(EvaluatedImage.Value::reason)
        .filter(reason -> !reason.isEmpty())
        .forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static List<Line> withQValues(List<Line> lines) {
    List<Line> compared = lines.stream().filter(line -> line.difference() != null).toList();
    double[] qValues =
        BenjaminiHochberg.qValues(
            compared.stream()
                .map(Line::difference)
                .mapToDouble(difference -> difference == null ? 1 : difference.pValue())
                .toArray());
    List<Line> complete = new ArrayList<>();
    int next = 0;
    for (Line line : lines) {
      complete.add(line.difference() == null ? line : line.with(qValues[next++]));
    }
    return complete;
  }
}
