package org.sparklrp.job.virelay;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.max;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.ClassNames;

/**
 * The project's files: laid out class by class from what is known of the explanations, then filled
 * with images and maps in whatever order these come, then copied.
 *
 * @param session reads
 * @param run that is exported
 * @param chosen explanations with their places in their classes
 * @param samples what is shown of them
 * @param classes of the model
 */
record ProjectFolder(
    SparkSession session,
    FinishedRun run,
    Dataset<Row> chosen,
    Dataset<Row> samples,
    ClassNames classes) {
  private static final FileTask WRITING =
      new FileTask("write the project", "name a folder that can be written to");

  /** Where the rows of a class go. */
  private record Places(int first, HdfRows maps, HdfRows logits) {}

  /** Writes it. */
  ExportResult write(String output) {
    return WRITING.run(
        output,
        session.sessionState().newHadoopConf(),
        place -> {
          Path local = Files.createTempDirectory("virelay");
          try {
            ExportResult result = make(local, place.path().toString());
            place.withoutChecksums(plain -> publish(local, plain));
            return result;
          } finally {
            delete(local);
          }
        });
  }

  private ExportResult make(Path local, String output) throws IOException {
    Row most =
        chosen
            .agg(
                max("height"),
                max("width"),
                count_if(col("x").isNull()),
                count_if(col("class").notEqual(col("predicted"))),
                max("method"),
                max("composite"))
            .first();
    int height = most.getInt(0);
    int width = most.getInt(1);
    ProjectText text = text(most);
    Files.createDirectory(local.resolve(ProjectText.ATTRIBUTION));
    Files.createDirectory(local.resolve(ProjectText.ANALYSIS));
    Map<Integer, float[]> eigenvalues = eigenvalues();
    Map<Integer, Places> places = new HashMap<>();
    List<Integer> targets = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    Iterator<Row> rows = chosen.orderBy("class", "place").toLocalIterator();
    @Nullable Row next = rows.hasNext() ? rows.next() : null;
    while (next != null) {
      int target = next.<Integer>getAs("class");
      List<Row> own = new ArrayList<>();
      List<Integer> ownLabels = new ArrayList<>();
      while (next != null && next.<Integer>getAs("class") == target) {
        own.add(next);
        Integer label = next.getAs("label_index");
        ownLabels.add(label == null ? text.unknown() : label);
        next = rows.hasNext() ? rows.next() : null;
      }
      ClassFiles part = new ClassFiles(target, labels.size(), own);
      part.writeAnalysis(
          local.resolve(ProjectText.file(ProjectText.ANALYSIS, target)),
          eigenvalues.getOrDefault(target, new float[0]),
          most.getLong(2) == 0);
      Path file = local.resolve(ProjectText.file(ProjectText.ATTRIBUTION, target));
      part.writeAttributions(file, ownLabels, height, width, classes.size());
      places.put(
          target,
          new Places(
              part.first(), HdfRows.of(file, "attribution"), HdfRows.of(file, "prediction")));
      targets.add(target);
      labels.addAll(ownLabels);
    }
    Path dataset = local.resolve(ProjectText.DATASET);
    try (WritableHdfFile hdf = HdfFile.write(dataset)) {
      HdfRows.reserve(hdf, "data", labels.size(), 3, height, width);
      ClassFiles.putLabels(hdf, labels);
    }
    long unreadable = fill(places, HdfRows.of(dataset, "data"));
    Files.writeString(local.resolve(ProjectText.LABELS), text.labels());
    Files.writeString(local.resolve(ProjectText.PROJECT), text.project(targets));
    return new ExportResult(output, targets.size(), labels.size(), unreadable);
  }

  private ProjectText text(Row most) {
    String composite = most.getString(5);
    return new ProjectText(
        run.path().getName(),
        run.config().model().path(),
        String.join(", ", run.config().input().paths()),
        composite == null ? most.getString(4) : most.getString(4) + " " + composite,
        most.getLong(3) == 0,
        classes);
  }

  private Map<Integer, float[]> eigenvalues() {
    Map<Integer, float[]> eigenvalues = new HashMap<>();
    for (Row row :
        run.rows(session, Table.CLASS_RANKING).select("target", "eigenvalues").collectAsList()) {
      if (!row.isNullAt(1)) {
        eigenvalues.put(row.getInt(0), MapEncoding.floats(row.getList(1)));
      }
    }
    return eigenvalues;
  }

  /** Returns how many images could not be read. */
  private long fill(Map<Integer, Places> places, HdfRows images) throws IOException {
    long unreadable = 0;
    Iterator<Row> rows = samples.toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      int place = row.<Integer>getAs("place");
      Places own = places.get(row.<Integer>getAs("class"));
      if (own == null) {
        throw new IllegalStateException("A sample is of no class that was chosen");
      }
      images.write(own.first() + place, row.<byte[]>getAs("image"));
      own.maps().write(place, row.<byte[]>getAs("map"));
      own.logits().write(place, row.<byte[]>getAs("logits"));
      unreadable += row.<Boolean>getAs("readable") ? 0 : 1;
    }
    return unreadable;
  }

  /** Moves every file to its place. */
  private static void publish(Path local, HadoopPath place) throws IOException {
    for (Path file : files(local)) {
      String name = local.relativize(file).toString();
      place
          .files()
          .copyFromLocalFile(
              true, true, new org.apache.hadoop.fs.Path(file.toUri()), place.child(name).path());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
