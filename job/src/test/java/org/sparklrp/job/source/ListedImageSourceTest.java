package org.sparklrp.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;

class ListedImageSourceTest {
  private static final ImageLimits LIMITS = new ImageLimits(100, Duration.ofMinutes(1));

  @TempDir private Path folder;

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private ListedImageSource source(String... paths) {
    List<String> absolute =
        Arrays.stream(paths).map(path -> folder.resolve(path).toString()).toList();
    return ImageSources.listed(
        LocalSpark.session(),
        new InputConfig(
            InputConfig.Format.FILES,
            absolute,
            InputConfig.AUTO,
            LabelSource.PARENT_DIRECTORY,
            IdSource.URI),
        LIMITS);
  }

  private static List<String> described(ListedImageSource source) {
    return source
        .images(3)
        .map(image -> image.imageId() + " is " + image.label())
        .collect()
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void aFolderIsSearchedWithItsSubfoldersForImagesOfAnyCase() throws IOException {
    files("cat/a.jpg", "cat/deep/b.JPEG", "dog/c.Png", "dog/d.bmp", "dog/e.gif", "top.jpg");
    files("dog/notes.txt", "dog/jpg", "dog/.jpg.crc", "dog/f.jpg.part");
    assertThat(described(source("")))
        .containsExactly(
            "cat/a.jpg is cat",
            "cat/deep/b.JPEG is deep",
            "dog/c.Png is dog",
            "dog/d.bmp is dog",
            "dog/e.gif is dog",
            "top.jpg is " + folder.getFileName());
  }

  @Test
  void whatIsNoImageOfTheDatasetIsLeftOutAndCounted() throws IOException {
    files("cat/0.jpg", "cat/1.jfif", "cat/2.jpe", "cat/_3.png");
    files("cat/._0.jpg", "cat/.hidden.png", "cat/.ipynb_checkpoints/0-checkpoint.jpg", ".DS_Store");
    files("cat/4.avif", "cat/5.avif", "cat/6.psd", "cat/Thumbs.db", "cat/7");
    ListedImageSource source = source("");
    assertThat(described(source))
        .containsExactly(
            "cat/0.jpg is cat", "cat/1.jfif is cat", "cat/2.jpe is cat", "cat/_3.png is cat");
    assertThat(source.leftOut())
        .containsOnly(
            entry("hidden", 4L),
            entry(".avif", 2L),
            entry(".psd", 1L),
            entry(".db", 1L),
            entry("no extension", 1L));
  }

  @Test
  void aHiddenFolderAboveTheImagesHidesNone() throws IOException {
    files(".data/cat/0.jpg");
    assertThat(described(source(".data"))).containsExactly("cat/0.jpg is cat");
  }

  @Test
  void aPartitionsFolderGivesItsValueAsTheLabel() throws IOException {
    files("day=2026-11-28/label=cat/0.png", "label=/1.png");
    assertThat(described(source("")))
        .containsExactly("day=2026-11-28/label=cat/0.png is cat", "label=/1.png is label=");
  }

  @Test
  void linksInACircleAndLinksToNowhereCountOnce() throws IOException {
    files("cat/0.jpg");
    Files.createSymbolicLink(folder.resolve("cat/again"), folder);
    Files.createSymbolicLink(folder.resolve("cat/gone.jpg"), folder.resolve("nowhere"));
    ListedImageSource source = source("");
    assertThat(described(source)).containsExactly("cat/0.jpg is cat", "cat/gone.jpg is cat");
  }

  @Test
  void globsAndSeveralPathsShareTheirDeepestFolder() throws IOException {
    files("train/cat/a.jpg", "train/dog/b.jpg", "test/cat/a.jpg", "other/c.jpg");
    assertThat(described(source("train/*/*.jpg")))
        .containsExactly("cat/a.jpg is cat", "dog/b.jpg is dog");
    assertThat(described(source("train/c*"))).containsExactly("cat/a.jpg is cat");
    assertThat(described(source("train", "test/cat", "train/cat")))
        .containsExactly(
            "test/cat/a.jpg is cat", "train/cat/a.jpg is cat", "train/dog/b.jpg is dog");
  }

  @Test
  void namesWithGlobCharactersAndSpacesAreTakenAsTheyAre() throws IOException {
    files("a [1] {x}/b c%20d#é.jpg");
    ListedImageSource source = source("a [1] {x}");
    assertThat(described(source)).containsExactly("b c%20d#é.jpg is a [1] {x}");
    assertThat(source.images(1).map(image -> image.content().read().length).collect())
        .doesNotContain(0);
  }

  @Test
  void aFileNamedItselfIsAnImageWhateverItsExtension() throws IOException {
    files("cat/a.picture");
    assertThat(described(source("cat/a.picture"))).containsExactly("a.picture is cat");
  }

  @Test
  void manySubfoldersAreListedByTheCluster() throws IOException {
    for (int i = 0; i < 70; i++) {
      files(
          String.format(Locale.ROOT, "%02d/deep/a.jpg", i),
          String.format(Locale.ROOT, "%02d/b.png", i));
    }
    ListedImageSource source = source("");
    assertThat(source.count()).isEqualTo(140);
    List<Integer> sizes = source.images(3).glom().map(List::size).collect();
    assertThat(sizes).containsExactly(46, 47, 47);
    assertThat(described(source)).contains("69/b.png is 69", "69/deep/a.jpg is deep");
  }

  @Test
  void whatCannotBeReadSaysSoWhenItIsRead() throws IOException {
    files("a.jpg", "b.jpg");
    long most = (64 << 20) + 8 * LIMITS.pixels();
    try (RandomAccessFile large =
        new RandomAccessFile(folder.resolve("large.jpg").toFile(), "rw")) {
      large.setLength(most + 1);
    }
    ListedImageSource source = source("");
    Files.delete(folder.resolve("b.jpg"));
    List<String> answers =
        source
            .images(1)
            .map(
                image -> {
                  try {
                    return new String(
                        image.content().read(), java.nio.charset.StandardCharsets.UTF_8);
                  } catch (IOException e) {
                    return String.valueOf(e.getMessage());
                  }
                })
            .collect();
    assertThat(answers.get(0)).isEqualTo("a.jpg");
    assertThat(answers.get(1)).contains("b.jpg does not exist");
    assertThat(answers.get(2))
        .isEqualTo(
            "the file has " + (most + 1) + " bytes, more than the " + most + " that are read");
  }

  @Test
  void noImagesIsTheUsersMistake() throws IOException {
    files("notes.txt");
    assertThatThrownBy(() -> source(""))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find images: no file ends in .bmp, .gif, .jfif, .jpe, .jpeg, .jpg, .png, .tif, .tiff or .webp (%s); point input.path to a folder of images"
                .formatted(folder));
    for (String absent : List.of("absent", "absent/*.jpg")) {
      assertThatThrownBy(() -> source(absent))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot read images: no such file or folder (file:%s/%s); give input.path an existing one"
                  .formatted(folder, absent));
    }
    assertThatThrownBy(
            () ->
                ImageSources.listed(
                    LocalSpark.session(),
                    new InputConfig(
                        InputConfig.Format.FILES,
                        List.of("gopher://somewhere/images"),
                        InputConfig.AUTO,
                        LabelSource.NONE,
                        IdSource.URI),
                    LIMITS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("gopher");
  }

  @Test
  void imagesHaveNoLabelsWhereNoneAreWanted() throws IOException {
    files("cat/a.jpg");
    ListedImageSource source =
        ImageSources.listed(
            LocalSpark.session(),
            new InputConfig(
                InputConfig.Format.FILES,
                List.of(folder.toString()),
                InputConfig.AUTO,
                LabelSource.NONE,
                IdSource.URI),
            LIMITS);
    assertThat(Stream.of(described(source).get(0))).containsExactly("cat/a.jpg is null");
  }
}
