package org.sparklrp.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;

class DatasetFormatsTest {
  private static final ImageLimits LIMITS = new ImageLimits(100, Duration.ofMinutes(1));
  private static final LabelSource BREED = new LabelSource(LabelSource.Kind.COLUMN, "breed");
  private static final IdSource NUMBER = new IdSource(IdSource.Kind.COLUMN, "number");

  @TempDir private Path folder;

  private static InputConfig input(
      InputConfig.Format format, String path, LabelSource label, IdSource id) {
    return new InputConfig(format, List.of(path), InputConfig.AUTO, label, id);
  }

  private static ImageSource open(
      InputConfig.Format format, Path path, LabelSource label, IdSource id) {
    return ImageSources.open(
        LocalSpark.session(), input(format, path.toString(), label, id), LIMITS);
  }

  /** As in {@code cat/1.jpg is cat: one}, by id. */
  private static List<String> described(ImageSource source) {
    List<String> described =
        new ArrayList<>(
            source
                .images(2)
                .map(
                    image -> {
                      String content;
                      try {
                        content = new String(image.content().read(), StandardCharsets.ISO_8859_1);
                      } catch (IOException e) {
                        content = "(" + e.getMessage() + ")";
                      }
                      return image.imageId() + " is " + image.label() + ": " + content;
                    })
                .collect());
    described.sort(null);
    assertThat(described).hasSize((int) source.count());
    return described;
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "bytes of " + name);
    }
  }

  private Dataset<Row> sql(String query) {
    SparkSession session = LocalSpark.session();
    return session.sql(query);
  }

  @Test
  void aListNamesFilesAsTheyAre() throws IOException {
    files("cat/[1].jpg", "dog/2.jpg");
    Files.writeString(
        folder.resolve("list.txt"),
        "\uFEFFcat/[1].jpg\n\n" + folder + "/dog/2.jpg\r\ngone/3.jpg\n");

    ImageSource source =
        open(
            InputConfig.Format.LIST,
            folder.resolve("list.txt"),
            LabelSource.PARENT_DIRECTORY,
            IdSource.URI);

    List<String> described = described(source);
    assertThat(described.subList(0, 2))
        .containsExactly(
            "cat/[1].jpg is cat: bytes of cat/[1].jpg", "dog/2.jpg is dog: bytes of dog/2.jpg");
    assertThat(described.get(2)).startsWith("gone/3.jpg is gone: (").contains("does not exist");
    assertThat(source.labels()).isEqualTo(new TreeMap<>(Map.of("cat", 1L, "dog", 1L, "gone", 1L)));
  }

  @Test
  void aTableOfPathsHasLabelsAndIdsInColumns() throws IOException {
    files("a.jpg", "b.jpg");
    sql("SELECT * FROM VALUES (7, 'a.jpg', 'Boxer'), (8, '%s/b.jpg', null), (9, null, 'Pug') AS t(number, path, breed)"
            .formatted(folder))
        .coalesce(1)
        .write()
        .parquet(folder.resolve("table").toString());

    ImageSource source = open(InputConfig.Format.TABLE, folder.resolve("table"), BREED, NUMBER);

    List<String> described = described(source);
    assertThat(described.get(0)).startsWith("7 is Boxer: ");
    assertThat(described.get(1)).isEqualTo("8 is null: bytes of b.jpg");
    assertThat(source.leftOut()).containsExactly(Map.entry("no path", 1L));
  }

  @Test
  void aFileOfTheTableThatWasCutOffIsOneFailure() throws IOException {
    Path table = folder.resolve("bytes");
    for (String name : List.of("one", "two", "three")) {
      sql("SELECT '%s' AS number, CAST('%s' AS BINARY) AS content, 'Boxer' AS breed"
              .formatted(name, name))
          .write()
          .mode("append")
          .partitionBy("breed")
          .parquet(table.toString());
    }
    Path broken;
    try (Stream<Path> files = Files.list(table.resolve("breed=Boxer"))) {
      broken = files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().get(1);
    }
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 200));
    assertThat(described(open(InputConfig.Format.TABLE, table, BREED, NUMBER)))
        .filteredOn(line -> line.endsWith("its checksum is wrong)"))
        .hasSize(1);
    Files.delete(broken.resolveSibling("." + broken.getFileName() + ".crc"));

    ImageSource source = open(InputConfig.Format.TABLE, table, BREED, NUMBER);

    assertThat(source.count()).isEqualTo(3);
    List<String> described = described(source);
    assertThat(described)
        .filteredOn(
            line ->
                line.endsWith(
                    "(The Parquet file cannot be read: it was cut off, or is something else)"))
        .singleElement()
        .asString()
        .startsWith("file:" + broken);
    assertThat(described).filteredOn(line -> line.contains(" is Boxer: ")).hasSize(2);
  }

  @Test
  void aTableWithoutAWholeFileIsRefused() throws IOException {
    Path table = Files.createDirectory(folder.resolve("cut"));
    Files.writeString(table.resolve("part-0.parquet"), "PAR1 and no more");
    assertThatThrownBy(() -> open(InputConfig.Format.TABLE, table, BREED, NUMBER))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read the table of images: none of its files is a complete Parquet file")
        .hasMessageEndingWith("write it again");
  }

  @Test
  void columnsOfTheTableAreCarriedAlongWhetherItHoldsPathsOrBytes() throws IOException {
    files("a.jpg");
    for (String image : List.of("'a.jpg' AS path", "CAST('one' AS BINARY) AS content")) {
      Path table = folder.resolve("t" + Integer.toHexString(image.hashCode()));
      sql("SELECT 5 AS number, 'Boxer' AS breed, 3 AS camera, 'a \"b\"' AS `the site`, " + image)
          .write()
          .parquet(table.toString());
      InputConfig input = input(InputConfig.Format.TABLE, table.toString(), BREED, NUMBER);
      assertThat(
              ImageSources.open(
                      LocalSpark.session(),
                      input.carrying("camera", List.of("camera", "the site")),
                      LIMITS)
                  .images(1)
                  .map(SourceImage::columns)
                  .collect())
          .as(image)
          .containsExactly(
              new SourceImage.Columns("3", "{\"camera\":\"3\",\"the site\":\"a \\\"b\\\"\"}"));
      assertThatThrownBy(
              () ->
                  ImageSources.open(
                      LocalSpark.session(), input.carrying("colour", List.of()), LIMITS))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("it has no column colour (");
      assertThatThrownBy(
              () ->
                  ImageSources.open(
                      LocalSpark.session(), input.carrying("", List.of("shape")), LIMITS))
          .hasMessageContaining("it has no column shape (");
    }
  }

  @Test
  void aTableHoldsImagesInAnyOfTheUsualColumns() {
    for (String image :
        List.of(
            "CAST('one' AS BINARY) AS content",
            "CAST('one' AS BINARY) AS whatever",
            "named_struct('bytes', CAST('one' AS BINARY), 'path', 'x.jpg') AS photo")) {
      Path table = folder.resolve("t" + Integer.toHexString(image.hashCode()));
      sql("SELECT 5 AS number, 'Boxer' AS breed, " + image).write().parquet(table.toString());

      assertThat(described(open(InputConfig.Format.TABLE, table, BREED, NUMBER)))
          .as(image)
          .containsExactly("5 is Boxer: one");
    }
  }

  @Test
  void rawPixelsOfATableBecomeAnImage() throws IOException {
    Path table = folder.resolve("spark-images");
    sql("SELECT named_struct('origin', 'file:/cat/1.jpg', 'height', 1, 'width', 2, 'nChannels', 3, 'mode', 16, 'data', X'0102030A0B0C') AS image")
        .write()
        .parquet(table.toString());
    ImageSource source =
        open(InputConfig.Format.TABLE, table, LabelSource.PARENT_DIRECTORY, IdSource.URI);

    byte[] png = source.images(1).map(image -> image.content().read()).first();

    assertThat(ImageIO.read(new java.io.ByteArrayInputStream(png)).getRGB(0, 0, 2, 1, null, 0, 2))
        .containsExactly(0xFF030201, 0xFF0C0B0A);
    assertThat(source.images(1).map(SourceImage::label).collect()).containsExactly("cat");
  }

  @Test
  void eachPartitionOfATableHasTheSameImagesEveryTime() {
    Path table = folder.resolve("many");
    sql("SELECT id AS number, CAST(id AS STRING) AS breed, CAST(CAST(id AS STRING) AS BINARY) AS image FROM range(100)")
        .repartition(7)
        .write()
        .parquet(table.toString());
    ImageSource source = open(InputConfig.Format.TABLE, table, BREED, NUMBER);
    List<List<String>> first = source.images(4).map(SourceImage::imageId).glom().collect();

    assertThat(first).hasSize(4);
    assertThat(
            open(InputConfig.Format.TABLE, table, BREED, NUMBER)
                .images(4)
                .map(SourceImage::imageId)
                .glom()
                .collect())
        .isEqualTo(first);
    assertThat(source.sha256())
        .isEqualTo(open(InputConfig.Format.TABLE, table, BREED, NUMBER).sha256());
    assertThat(described(source.spread(5))).hasSize(5).isEqualTo(described(source.spread(5)));
  }

  @Test
  void rowsWithoutAnIdAndIdsOfTwoImagesAreRefused() {
    Path table = folder.resolve("ids");
    sql("SELECT * FROM VALUES (1, CAST('a' AS BINARY)), (1, CAST('b' AS BINARY)) AS t(number, image)")
        .write()
        .parquet(table.toString());

    assertThatThrownBy(() -> open(InputConfig.Format.TABLE, table, LabelSource.NONE, IdSource.URI))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 rows of the table have neither an id nor a path")
        .hasMessageContaining("set input.id = \"column:NAME\"");
    assertThatThrownBy(() -> open(InputConfig.Format.TABLE, table, LabelSource.NONE, NUMBER))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot tell the images apart: two have the same id (1)");
    assertThatThrownBy(() -> open(InputConfig.Format.TABLE, table, BREED, NUMBER))
        .hasMessageContaining("it has no column breed")
        .hasMessageContaining("has number, image");
  }

  @Test
  void sequenceFilesGiveKeysAndBytes() throws IOException {
    Path file = folder.resolve("images.seq");
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            new org.apache.hadoop.conf.Configuration(),
            SequenceFile.Writer.file(new org.apache.hadoop.fs.Path(file.toUri())),
            SequenceFile.Writer.keyClass(Text.class),
            SequenceFile.Writer.valueClass(BytesWritable.class))) {
      for (String key : List.of("cat/1.jpg", "dog/2.jpg")) {
        writer.append(
            new Text(key), new BytesWritable(("bytes of " + key).getBytes(StandardCharsets.UTF_8)));
      }
    }

    assertThat(
            described(
                open(
                    InputConfig.Format.SEQUENCE, file, LabelSource.PARENT_DIRECTORY, IdSource.URI)))
        .containsExactly(
            "cat/1.jpg is cat: bytes of cat/1.jpg", "dog/2.jpg is dog: bytes of dog/2.jpg");
  }

  private static byte[] tar(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = 0; i < namesAndContents.length; i += 2) {
        byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(namesAndContents[i]);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void archivesGiveImagesAndTheLabelsBesideThem() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    Files.write(
        shards.resolve("0.tar"),
        tar(
            "000.jpg",
            "one",
            "000.cls",
            "3\n",
            "001.jpg",
            "two",
            "001.json",
            "{\"label\": \"dog\"}",
            "cat/002.jpg",
            "three",
            "notes.txt",
            "x",
            "n".repeat(150) + ".jpg",
            "long"));

    ImageSource source =
        open(InputConfig.Format.TAR, shards, LabelSource.PARENT_DIRECTORY, IdSource.URI);

    assertThat(described(source))
        .containsExactly(
            "0.tar/000.jpg is 3: one",
            "0.tar/001.jpg is dog: two",
            "0.tar/cat/002.jpg is cat: three",
            "0.tar/" + "n".repeat(150) + ".jpg is null: long");
    assertThat(source.leftOut()).containsExactly(Map.entry(".txt", 1L));
  }

  @Test
  void anArchiveThatBreaksOffIsOneFailureMore() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("broken"));
    Files.write(shards.resolve("a.tar"), tar("1.jpg", "one"));
    Files.writeString(shards.resolve("b.tar"), "no archive at all".repeat(100));

    List<String> described =
        described(open(InputConfig.Format.TAR, shards, LabelSource.NONE, IdSource.URI));

    assertThat(described.get(0)).isEqualTo("a.tar/1.jpg is null: one");
    assertThat(described.get(1)).startsWith("b.tar is null: (The archive cannot be read: ");
    assertThat(described).hasSize(2);
  }

  @Test
  void theFilesOfMnistGiveGreyImagesAndLabels() throws IOException {
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    try (OutputStream out = Files.newOutputStream(images)) {
      out.write(ByteBuffer.allocate(16).putInt(0x803).putInt(2).putInt(2).putInt(3).array());
      out.write(new byte[] {0, 1, 2, 3, 4, 5, 10, 20, 30, 40, 50, (byte) 255});
    }
    Files.write(
        folder.resolve("t10k-labels-idx1-ubyte"),
        ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 7).put((byte) 9).array());

    ImageSource source =
        open(InputConfig.Format.IDX, images, LabelSource.PARENT_DIRECTORY, IdSource.URI);

    assertThat(source.images(1).map(image -> image.imageId() + " is " + image.label()).collect())
        .containsExactly(
            "t10k-images-idx3-ubyte/0000000 is 7", "t10k-images-idx3-ubyte/0000001 is 9");
    byte[] second = source.images(1).map(image -> image.content().read()).collect().get(1);
    int[] samples =
        ImageIO.read(new java.io.ByteArrayInputStream(second))
            .getRaster()
            .getSamples(0, 0, 3, 2, 0, (int[]) null);
    assertThat(samples).containsExactly(10, 20, 30, 40, 50, 255);
  }

  @Test
  void aFileOfMnistThatIsPackedOrCutOffIsRefused() throws IOException {
    Path packed =
        Files.write(
            folder.resolve("images-idx3-ubyte.gz"),
            new byte[] {31, -117, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    Path cut =
        Files.write(
            folder.resolve("images-idx3-ubyte"),
            ByteBuffer.allocate(20).putInt(0x803).putInt(2).putInt(2).putInt(3).array());

    assertThatThrownBy(() -> open(InputConfig.Format.IDX, packed, LabelSource.NONE, IdSource.URI))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("unpack it");
    assertThatThrownBy(() -> open(InputConfig.Format.IDX, cut, LabelSource.NONE, IdSource.URI))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 images of 2 x 3, 20 bytes");
  }

  @Test
  void labelsComeFromAFileOfTheirOwnByTheIdThatAPatternFinds() throws IOException {
    files("x/17-front.jpg", "x/18-front.jpg", "x/odd.jpg");
    Path labels =
        Files.writeString(
            folder.resolve("labels.csv"), "label,id,more\n\"cat, fat\",17,1\ndog,18,2\n");

    ImageSource source =
        open(
            InputConfig.Format.FILES,
            folder.resolve("x"),
            new LabelSource(LabelSource.Kind.CSV, labels.toString()),
            new IdSource(IdSource.Kind.PATTERN, "(\\d+)-front"));

    assertThat(described(source))
        .containsExactly(
            "17 is cat, fat: bytes of x/17-front.jpg",
            "18 is dog: bytes of x/18-front.jpg",
            "odd.jpg is null: bytes of x/odd.jpg");
  }

  @Test
  void aPatternThatMakesImagesAlikeIsRefused() throws IOException {
    files("y/17-front.jpg", "y/17-back.jpg");

    assertThatThrownBy(
            () ->
                open(
                    InputConfig.Format.FILES,
                    folder.resolve("y"),
                    LabelSource.NONE,
                    new IdSource(IdSource.Kind.PATTERN, "(\\d+)-")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("two have the same id (17)");
  }
}
