package org.sparklrp.job.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.LocalSpark;

class ColumnsTest {
  private record Horse(String name, int legs, double height) {}

  private record Rider(Horse horse, long races) {}

  private static final Columns<Horse> HORSES =
      Columns.<Horse>none()
          .text("name", "what it is called", Horse::name)
          .whole("legs", Unit.COUNT, "how many it has", Horse::legs)
          .numberOrNull(
              "height",
              Unit.PIXELS,
              "null below 1",
              horse -> horse.height < 1 ? null : horse.height);

  @Test
  void everyCellStandsUnderTheNameItsColumnHas() {
    Columns<Rider> riders =
        Columns.<Rider>none()
            .count("races", "ridden", Rider::races)
            .with(HORSES, Rider::horse)
            .flag("won", "any of them", rider -> rider.races > 2);

    assertThat(riders.schema().fieldNames())
        .containsExactly("races", "name", "legs", "height", "won");
    assertThat(riders.row(new Rider(new Horse("Ada", 4, 0), 3)))
        .isEqualTo(RowFactory.create(3L, "Ada", 4, null, true));
    assertThat(HORSES.schema().fieldNames()).containsExactly("name", "legs", "height");
  }

  @Test
  void commentsAndUnitsTravelWithTheSchema() {
    StructField legs = HORSES.schema().apply("legs");
    assertThat(legs.getComment().get()).isEqualTo("how many it has");
    assertThat(legs.metadata().getString("unit")).isEqualTo("count");
    assertThat(HORSES.schema().apply("name").metadata().contains("unit")).isFalse();
    assertThat(legs.nullable()).isFalse();
    assertThat(HORSES.schema().apply("height").nullable()).isTrue();
  }

  @Test
  void figuresOfSparkAreReadByTheirNamesWhereverTheyStand() {
    Figures figures =
        Figures.none()
            .count("count", "rows", functions.count(functions.lit(1)))
            .and(Figures.none().number("mean", Unit.PIXELS, "of height", functions.avg("height")));
    Dataset<Row> horses =
        LocalSpark.session()
            .createDataFrame(
                List.of(HORSES.row(new Horse("Ada", 4, 2)), HORSES.row(new Horse("Bob", 4, 4))),
                HORSES.schema());
    Dataset<Row> computed = figures.over(horses.groupBy("legs")).select("mean", "legs", "count");

    Columns<Row> columns =
        Columns.<Row>none()
            .whole("legs", Unit.COUNT, "how many", row -> row.getAs("legs"))
            .with(figures, row -> row);
    assertThat(columns.row(computed.first())).isEqualTo(RowFactory.create(4, 2L, 3.0));
  }
}
