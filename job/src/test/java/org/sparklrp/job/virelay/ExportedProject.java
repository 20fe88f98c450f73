package org.sparklrp.job.virelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.FinishedRun;

/**
 * A project as it lies on disk, compared with the run's tables and images. A row is recognised by
 * its map alone.
 *
 * @param folder the project's
 * @param run its tables
 * @param images the folder of the images
 */
public record ExportedProject(Path folder, Path run, Path images) {

  /** One explanation as the tables have it. */
  private record Known(Row explanation, Row clustered) {}

  /** Asserts that every field of a class's rows is right; returns how many there are. */
  public int assertHolds(int target) throws IOException {
    Map<List<Float>, Known> known = known(target);
    try (HdfFile dataset = new HdfFile(folder.resolve("dataset.h5"));
        HdfFile attribution = open("attribution", target);
        HdfFile analysis = open("analysis", target)) {
      float[][][][] maps = (float[][][][]) data(attribution, "attribution");
      float[][] logits = (float[][]) data(attribution, "prediction");
      long[] index = (long[]) data(attribution, "index");
      int[] labels = (int[]) data(attribution, "label");
      int[] allLabels = (int[]) data(dataset, "label");
      float[][][][] pictures = (float[][][][]) data(dataset, "data");
      String group = ClassFiles.key(target) + "/";
      assertThat((long[]) data(analysis, group + "index")).isEqualTo(index);
      int[] clusters = (int[]) data(analysis, group + "cluster/spray");
      float[][] axes = (float[][]) data(analysis, group + "embedding/spectral");
      float[][] places = (float[][]) data(analysis, group + "embedding/tsne");
      assertAttributes(analysis, group, target, clusters, axes[0].length);
      for (int i = 0; i < maps.length; i++) {
        assertThat(maps[i]).hasNumberOfRows(1);
        Known one = Objects.requireNonNull(known.remove(flat(maps[i][0])), "an unknown map");
        assertThat(labels[i]).isEqualTo(one.explanation.<Integer>getAs("label_index"));
        assertThat(allLabels[Math.toIntExact(index[i])]).isEqualTo(labels[i]);
        assertThat(argmax(logits[i])).isEqualTo(one.explanation.<Integer>getAs("predicted"));
        assertThat((double) logits[i][target])
            .isCloseTo(one.explanation.<Double>getAs("score"), within(1e-3));
        assertPicture(
            pictures[Math.toIntExact(index[i])], one.explanation.<String>getAs("image_id"));
        assertThat(clusters[i]).isEqualTo(one.clustered.<Integer>getAs("cluster"));
        assertThat(axes[i])
            .isEqualTo(MapEncoding.floats(one.clustered.getList(one.clustered.fieldIndex("axes"))));
        assertThat(places[i])
            .containsExactly(
                one.clustered.<Double>getAs("x").floatValue(),
                one.clustered.<Double>getAs("y").floatValue());
      }
      return maps.length;
    }
  }

  private HdfFile open(String kind, int target) {
    return new HdfFile(folder.resolve(kind).resolve(ClassFiles.key(target) + ".h5"));
  }

  private static Object data(HdfFile file, String path) {
    return file.getDatasetByPath(path).getData();
  }

  private void assertAttributes(
      HdfFile analysis, String group, int target, int[] clusters, int axes) {
    Row ranked = table("class_ranking", "target = " + target).get(0);
    float[] eigenvalues = MapEncoding.floats(ranked.getList(ranked.fieldIndex("eigenvalues")));
    Dataset spectral = analysis.getDatasetByPath(group + "embedding/spectral");
    assertThat((float[]) spectral.getAttribute("eigenvalue").getData())
        .isEqualTo(Arrays.copyOf(eigenvalues, axes));
    Dataset spray = analysis.getDatasetByPath(group + "cluster/spray");
    assertThat(spray.getAttribute("embedding").getData()).isEqualTo("spectral");
    assertThat(spray.getAttribute("k").getData())
        .isEqualTo(Arrays.stream(clusters).max().orElseThrow() + 1);
  }

  private static List<Row> table(String name, Path run, String where) {
    return LocalSpark.session()
        .read()
        .parquet(run.resolve(name).toString())
        .where(where)
        .collectAsList();
  }

  private List<Row> table(String name, String where) {
    return table(name, run, where);
  }

  /** The class's explanations by their maps. */
  private Map<List<Float>, Known> known(int target) {
    FinishedRun finished =
        FinishedRun.open(run.toString(), LocalSpark.context().hadoopConfiguration());
    String where = "target = " + target;
    Map<String, Row> explanations = byImage(table("explanations", where));
    Map<String, Row> clusters = byImage(table("clusters", where));
    Map<List<Float>, Known> known = new HashMap<>();
    for (Row map : table("maps", where)) {
      String id = map.getAs("image_id");
      known.put(
          list(finished.encoding().signedSum(map)),
          new Known(
              Objects.requireNonNull(explanations.get(id)),
              Objects.requireNonNull(clusters.get(id))));
    }
    return known;
  }

  private static Map<String, Row> byImage(List<Row> rows) {
    Map<String, Row> byImage = new HashMap<>();
    rows.forEach(row -> byImage.put(row.getAs("image_id"), row));
    return byImage;
  }

  private static List<Float> flat(float[][] map) {
    float[] flat = new float[map.length * map[0].length];
    for (int y = 0; y < map.length; y++) {
      System.arraycopy(map[y], 0, flat, y * map[0].length, map[0].length);
    }
    return list(flat);
  }

  private static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private void assertPicture(float[][][] picture, String imageId) throws IOException {
    BufferedImage file = ImageIO.read(images.resolve(imageId).toFile());
    for (int channel = 0; channel < picture.length; channel++) {
      for (int y = 0; y < picture[0].length; y++) {
        for (int x = 0; x < picture[0][0].length; x++) {
          int sample = (file.getRGB(x, y) >> (16 - 8 * channel)) & 255;
          if (picture[channel][y][x] != sample / 255f) {
            assertThat(picture[channel][y][x]).isEqualTo(sample / 255f);
          }
        }
      }
    }
  }
}
