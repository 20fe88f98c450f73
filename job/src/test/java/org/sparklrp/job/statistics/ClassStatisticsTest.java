package org.sparklrp.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.measure.MapStatistics;
import org.sparklrp.measure.Moments;

/** The laws of merging. */
class ClassStatisticsTest {
  private static final StructType SCHEMA = schema();

  private static StructType schema() {
    StructType schema = new StructType().add("label_index", "int").add("predicted", "int");
    for (Figure figure : Figure.values()) {
      schema = schema.add(figure.column(), "double");
    }
    return schema;
  }

  private static List<Row> rows(Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object[] cells = new Object[SCHEMA.size()];
      cells[0] = random.nextInt(2);
      cells[1] = random.nextInt(2);
      for (int j = 2; j < cells.length; j++) {
        cells[j] = random.nextGaussian() + j;
      }
      rows.add(new GenericRowWithSchema(cells, SCHEMA));
    }
    return rows;
  }

  private static ClassStatistics of(List<Row> rows) {
    ClassStatistics statistics = new ClassStatistics();
    MapStatistics maps = new MapStatistics(1, 2);
    for (Row row : rows) {
      statistics.add(row);
      statistics.add(new ClassStatistics.ImageCounts(1, row.getInt(0) == row.getInt(1) ? 1L : 0L));
      maps.add(new float[] {(float) row.getDouble(2), (float) row.getDouble(3)}, 1, 2);
    }
    return statistics.merge(ClassStatistics.ofMaps(maps));
  }

  private static ClassStatistics copy(ClassStatistics statistics) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistics);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ClassStatistics) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertSame(ClassStatistics actual, ClassStatistics expected, long seed) {
    assertThat(actual.count()).as("seed %d", seed).isEqualTo(expected.count());
    assertThat(actual.correct()).isEqualTo(expected.correct());
    assertThat(actual.images()).isEqualTo(expected.images());
    for (Figure figure : Figure.values()) {
      Moments own = actual.of(figure);
      Moments other = expected.of(figure);
      assertThat(own.sum()).isEqualTo(other.sum(), within(1e-12 * Math.abs(other.sum())));
      assertThat(own.squares()).isEqualTo(other.squares(), within(1e-10 * other.squares()));
    }
    for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      assertThat(actual.relevances().at(share)).isEqualTo(expected.relevances().at(share));
    }
    double[] cells = Objects.requireNonNull(actual.maps()).toArray();
    double[] others = Objects.requireNonNull(expected.maps()).toArray();
    for (int i = 0; i < cells.length; i++) {
      assertThat(cells[i])
          .as("seed %d, cell %d", seed, i)
          .isEqualTo(others[i], within(1e-10 * Math.max(1, Math.abs(others[i]))));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mergingIsAssociativeAndCommutativeAndGivesTheWhole(long seed) {
    List<Row> rows = rows(new Random(seed), 300);
    ClassStatistics whole = of(rows);
    ClassStatistics a = of(rows.subList(0, 50));
    ClassStatistics b = of(rows.subList(50, 51));
    ClassStatistics c = of(rows.subList(51, 300));
    assertSame(copy(a).merge(copy(b)).merge(copy(c)), whole, seed);
    assertSame(copy(a).merge(copy(b).merge(copy(c))), whole, seed);
    assertSame(copy(c).merge(copy(a)).merge(copy(b)), whole, seed);
    assertSame(new ClassStatistics().merge(copy(c)).merge(copy(b)).merge(copy(a)), whole, seed);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    assertSame(of(shuffled), whole, seed);
  }

  @Test
  void quantilesOfManyNumbersAreWithinTheStatedErrorHoweverOftenTheyWereMerged() {
    double[] numbers = new Random(7).doubles(40_000).toArray();
    Quantiles merged = new Quantiles();
    for (int part = 0; part < 40; part++) {
      Quantiles own = new Quantiles();
      for (int i = part * 1000; i < part * 1000 + 1000; i++) {
        own.add(numbers[i]);
      }
      merged.merge(Quantiles.of(own.bytes()));
    }
    Arrays.sort(numbers);
    assertThat(merged.count()).isEqualTo(40_000);
    assertThat(merged.least()).isEqualTo(numbers[0]);
    assertThat(merged.largest()).isEqualTo(numbers[39_999]);
    assertThat(Quantiles.rankError()).isLessThan(0.005);
    for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      int rank = Arrays.binarySearch(numbers, merged.at(share));
      // Twice the error of one rank with 99 % confidence: this check may not fail by chance.
      assertThat(rank / 40_000.0).isEqualTo(share, within(2 * Quantiles.rankError()));
    }
  }

  @Test
  void unknownLabelsHaveNoAccuracy() {
    ClassStatistics.ImageCounts unknown = new ClassStatistics.ImageCounts(3, null);
    assertThat(unknown.accuracy()).isNull();
    assertThat(unknown.and(new ClassStatistics.ImageCounts(2, null)).all()).isEqualTo(5);
    assertThat(new ClassStatistics.ImageCounts(4, 3L).accuracy()).isEqualTo(0.75);
    assertThat(ClassStatistics.ImageCounts.NONE.accuracy()).isNull();
  }
}
