package org.sparklrp.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.bow.explain.FeatureLookup;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;

class FeatureStoreTest {
  private static final int IMAGES = 40;

  @TempDir private Path folder;

  private static LocalFeatures features(int image) {
    return new LocalFeatures(
        2,
        new float[] {image, 0.5f, -image, 2},
        List.of(new Area(image, 0, image + 1, 2), new Area(1, 2, 3, 4)));
  }

  private static String id(int image) {
    return String.format(Locale.ROOT, "class/%02d.png", image);
  }

  private static void assertFound(FeatureLookup lookup, String channel) throws IOException {
    for (int image = IMAGES - 1; image >= 0; image -= 3) {
      LocalFeatures found = lookup.find(channel, id(image));
      assertThat(found.areas()).isEqualTo(features(image).areas());
      assertThat(found.descriptors()).isEqualTo(features(image).descriptors());
    }
  }

  @Test
  void aTableIsSearchedByImageAndChannel() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      double[][] lists = {{image, 0.5}, {-image, 2}};
      int[] areas = {image, 0, image + 1, 2, 1, 2, 3, 4};
      rows.add(RowFactory.create(id(image), "other", new int[4], new double[][] {{1}}));
      rows.add(RowFactory.create(id(image), "one", areas, lists));
    }
    rows.add(RowFactory.create("odd", "one", new int[6], new double[][] {{1}}));
    LocalSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "image_id string, channel string, areas array<int>, values array<array<double>>"))
        .repartitionByRange(3, functions.col("image_id"))
        .sortWithinPartitions("image_id")
        .write()
        .parquet(folder.resolve("table").toString());
    FeatureLookup lookup =
        FeatureStore.open(folder.resolve("table").toString(), new Configuration());
    assertFound(lookup, "one");
    assertThat(((FeatureRows) lookup).parts())
        .hasSize(3)
        .allMatch(part -> part.greatest().length > 0);
    assertThatThrownBy(() -> lookup.find("two", id(3)))
        .isInstanceOf(UserException.class)
        .hasMessage("the table has no row for image_id class/03.png and channel two");
    assertThatThrownBy(() -> lookup.find("one", "odd"))
        .isInstanceOf(UserException.class)
        .hasMessage("its row has 6 sides of areas, four a feature, and 1 values, as many for each");
    try (Stream<Path> files = Files.list(folder.resolve("table"))) {
      Path file =
          files.filter(each -> each.toString().endsWith(".parquet")).findAny().orElseThrow();
      assertThat(FeatureStore.open(file.toString(), new Configuration()))
          .isInstanceOf(FeatureRows.class);
    }
  }

  @Test
  void aTableWithoutAColumnIsRefused() {
    LocalSpark.session()
        .createDataFrame(
            List.of(RowFactory.create("a", new int[4])),
            StructType.fromDDL("image_id string, areas array<int>"))
        .write()
        .parquet(folder.resolve("table").toString());
    assertThatThrownBy(
            () -> FeatureStore.open(folder.resolve("table").toString(), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the local features: the table has no column values (")
        .hasMessageEndingWith(
            "it needs image_id, areas, values, and channel where there are several");
  }

  @Test
  void aFolderHoldsAnArrayForEachChannelAndImage() throws IOException {
    for (int image = 0; image < IMAGES; image++) {
      Path file = folder.resolve("features/one").resolve(id(image) + ".npy");
      Files.createDirectories(file.getParent());
      Files.write(file, FeatureTable.format(features(image)));
    }
    FeatureLookup lookup =
        FeatureStore.open(folder.resolve("features").toString(), new Configuration());
    assertFound(lookup, "one");
    assertThatThrownBy(() -> lookup.find("one", "none.png"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read its array: there is no such file (")
        .hasMessageEndingWith("one/none.png.npy); write one for every image");
    for (String outside : List.of("../one/a", "a/../../b", "/etc/a", "hdfs://host/a", "")) {
      assertThatThrownBy(() -> lookup.find("one", outside))
          .as(outside)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot name the file of an image's local features: ");
    }
  }

  @Test
  void whatIsNoTableAndNoFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("features.csv"), "image_id");
    assertThatThrownBy(() -> FeatureStore.open(file.toString(), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read the local features: they are no Parquet file and no folder (");
    assertThatThrownBy(
            () -> FeatureStore.open(folder.resolve("none").toString(), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the local features: there is no such file (");
    assertThatThrownBy(() -> FeatureStore.open("", new Configuration()).find("one", "a"))
        .isInstanceOf(IOException.class)
        .hasMessage("no local features are given for channel one");
  }
}
