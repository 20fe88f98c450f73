package org.sparklrp.config.key;

import com.typesafe.config.ConfigObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.sparklrp.config.AuditStage;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.ReportFolder;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Section;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.TrueOrFalse;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.ClusterBasis;

/**
 * Every key of the commands that read a finished run, {@code cluster}, {@code verify}, {@code
 * compare} and {@code report}, and of {@code audit}.
 */
final class AuditKeys {
  static final ConfigKey<ClusterBasis> ON =
      new ConfigKey<>(
          "cluster.on",
          new ClusterBasis.Reader(),
          "map",
          "What is compared: the relevance maps, or the relevance of a layer's channels from the"
              + " table concepts, written as \"concepts:LAYER\".");
  static final ConfigKey<Long> GRID =
      new ConfigKey<>(
          "cluster.grid",
          new Whole(4, 64),
          "16",
          "Side of the square grid that maps are pooled to, in cells.");
  static final ConfigKey<Long> NEIGHBOURS =
      new ConfigKey<>(
          "cluster.neighbours",
          new Whole(1, 1000),
          "10",
          "Nearest neighbours that each map is linked to.");
  static final ConfigKey<Long> EIGENVALUES =
      new ConfigKey<>(
          "cluster.eigenvalues",
          new Whole(2, 256),
          "32",
          "Eigenvalues of the graph's Laplacian that are computed; a class with fewer maps has fewer.");
  static final ConfigKey<Long> MAX_IMAGES =
      new ConfigKey<>(
          "cluster.max-images",
          new Whole(2, 50_000),
          "20000",
          "Images of a class that are clustered; of more so many are drawn by the hash of their id,"
              + " and the others join their nearest.");
  static final ConfigKey<Long> PICTURE =
      new ConfigKey<>(
          "cluster.picture",
          new Whole(0, 5000),
          "2000",
          "Images of a class placed by t-SNE; the others are put between their nearest.");
  static final ConfigKey<Long> IMAGES =
      new ConfigKey<>(
          "verify.images",
          new Whole(10, 10_000),
          "100",
          "Images of a cluster that its region is removed from, and of other classes that it is"
              + " pasted into, drawn by the hash of their id.");
  static final ConfigKey<Long> CONTROLS =
      new ConfigKey<>(
          "verify.controls",
          new Whole(2, 1000),
          "20",
          "Random regions of the same shape that each is compared with.");
  static final ConfigKey<Replacement> REPLACEMENT =
      new ConfigKey<>(
          "verify.replacement",
          new Choice<>(Replacement.class),
          "linear",
          "What a removed region is replaced by: linear solves for pixels that are the weighted means"
              + " of their neighbours.");

  static final ConfigKey<Boolean> REPORT_IMAGES =
      new ConfigKey<>(
          "report.images",
          new TrueOrFalse(),
          "true",
          "Whether the page shows the images themselves, small; false: their relevance maps alone.");
  static final ConfigKey<Long> REPORT_CLASSES =
      new ConfigKey<>(
          "report.classes",
          new Whole(0, 1000),
          "30",
          "Classes that are shown with images and charts, the most suspicious first; of the others the"
              + " page has figures and the mean map.");

  static final ConfigKey<ReportFolder> REPORT_FOLDER =
      new ConfigKey<>(
          "report.folder",
          new Choice<>(ReportFolder.class),
          "auto",
          "Whether each class has a page of its own, in a folder beside the report's page; auto: where"
              + " one page for all were larger than 10 MB.");

  static final ConfigKey<List<AuditStage>> STAGES =
      new ConfigKey<>(
          "audit.stages",
          new Several<>(
              new Choice<>(AuditStage.class),
              1,
              AuditStage.values().length,
              "a list of explain, cluster, verify, compare, evaluate and report"),
          "[explain, cluster, verify, compare, evaluate, report]",
          "What the command audit does, in this order; compare only where audit.baseline is set.");
  static final ConfigKey<String> BASELINE =
      new ConfigKey<>(
          "audit.baseline",
          new Text("a folder, previous, or none"),
          "none",
          "The output.path of the run that an audit is compared with; previous: the latest earlier run"
              + " in the folder that output.path lies in, if there is one.");

  static final ConfigKey<Long> REPLICATES =
      new ConfigKey<>(
          "compare.replicates",
          new Whole(20, 2000),
          "200",
          "Replicates of the bootstrap that intervals and the p-values of numbers follow from; each"
              + " image's weight in each is a hash of its id.");
  static final ConfigKey<Long> SPLITS =
      new ConfigKey<>(
          "compare.splits",
          new Whole(20, 2000),
          "200",
          "Splits of the images into halves by a hash of their ids: what 99 of 100 of the baseline stay"
              + " below is the level auto; the p-values of distances follow from those of both runs.");
  static final ConfigKey<Double> FALSE_DISCOVERY =
      new ConfigKey<>(
          "compare.false-discovery",
          new Decimal(0, 1, true),
          "0.05",
          "The largest q-value (Benjamini-Hochberg over all classes and metrics that gates watch) of"
              + " a breach: so many of all alarms may be false.");
  static final ConfigKey<String> ROOT =
      new ConfigKey<>(
          "audit.root",
          new Text("a folder, or none"),
          "none",
          "The folder below which history/ gets one small file per compared run.");
  static final ConfigKey<Boolean> OPEN_LINEAGE =
      new ConfigKey<>(
          "compare.open-lineage",
          new TrueOrFalse(),
          "false",
          "Whether the run also gets openlineage.json: what gates say of each value, as OpenLineage's"
              + " DataQualityAssertionsDatasetFacet.");
  static final ConfigKey<ConfigObject> GATES =
      new ConfigKey<>(
          "gates",
          new Section(
              "sections METRIC { warn, fail, against, min-effect, min-count }; an empty one stands for"
                  + " all metrics of classes with fail = auto, and layer.absorbed and run.failures with"
                  + " warn = auto"),
          "{}",
          "From which effect on a metric warns or fails, as in class.mean-map { warn = 0.05, fail ="
              + " 0.10, against = previous, min-effect = 0.02, min-count = 30 }. The metrics: "
              + metrics());

  static final List<ConfigKey<?>> COMPARE =
      List.of(REPLICATES, SPLITS, FALSE_DISCOVERY, OPEN_LINEAGE, GATES);

  static final List<ConfigKey<?>> CLUSTER =
      List.of(ON, GRID, NEIGHBOURS, EIGENVALUES, MAX_IMAGES, PICTURE);
  static final List<ConfigKey<?>> VERIFY = List.of(IMAGES, CONTROLS, REPLACEMENT);
  static final List<ConfigKey<?>> REPORT = List.of(REPORT_IMAGES, REPORT_CLASSES, REPORT_FOLDER);
  static final List<ConfigKey<?>> AUDIT = List.of(ROOT, STAGES, BASELINE);

  private AuditKeys() {}

  private static String metrics() {
    return Arrays.stream(DriftMetric.values())
        .map(metric -> metric.path() + ": " + metric.meaning())
        .collect(Collectors.joining("; ", "", "."));
  }
}
