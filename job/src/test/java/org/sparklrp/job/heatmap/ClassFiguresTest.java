package org.sparklrp.job.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.render.ClassSheet;

class ClassFiguresTest {
  private static final int HEIGHT = 30;
  private static final int WIDTH = 40;

  private static float[] map(float offset) {
    float[] values = new float[HEIGHT * WIDTH];
    IntStream.range(0, values.length).forEach(i -> values[i] = offset + i / 7f);
    return values;
  }

  /** A row of class_statistics as Spark reads it. */
  private static Row row() {
    StructType schema = ClassStatisticsTable.schema();
    Object[] cells = new Object[schema.size()];
    for (int i = 0; i < cells.length; i++) {
      StructField field = schema.fields()[i];
      cells[i] =
          switch (field.name()) {
            case "target_name" -> "cat";
            case "map_height" -> HEIGHT;
            case "map_width" -> WIDTH;
            case "mean_map" -> map(1);
            case "mean_positive_map" -> map(2);
            case "mean_negative_map" -> map(-3);
            case "std_map" -> map(4);
            case "accuracy" -> 0.25;
            default ->
                field.dataType().equals(DataTypes.LongType)
                    ? (Object) 12L
                    : field.dataType().equals(DataTypes.DoubleType) ? (Object) 1.5 : null;
          };
    }
    return ClassFigures.columns(
            LocalSpark.session().createDataFrame(List.of(RowFactory.create(cells)), schema))
        .first();
  }

  @Test
  void travelInFourBytesACellOfTheirThreeMaps() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ClassFigures.read(row()));
    }

    assertThat(bytes.size()).isLessThan(3 * 4 * HEIGHT * WIDTH + 1000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ClassSheet sheet = ((ClassFigures) in.readObject()).sheet(List.of());
      assertThat(sheet.title()).isEqualTo("cat");
      assertThat(sheet.subtitle()).isEqualTo("12 explanations    mean R 1.500    accuracy 25.0 %");
      assertThat(sheet.mean().values()).isEqualTo(map(1));
      assertThat(sheet.meanPositive().values()).isEqualTo(map(2));
      assertThat(sheet.meanNegative().values()).isEqualTo(map(-3));
      assertThat(sheet.mean().height()).isEqualTo(HEIGHT);
      assertThat(sheet.mean().width()).isEqualTo(WIDTH);
    }
  }
}
