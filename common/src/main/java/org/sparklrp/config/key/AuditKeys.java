package org.sparklrp.config.key;

import java.util.List;
import org.sparklrp.config.AuditStage;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.TrueOrFalse;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.ClusterBasis;

/**
 * Every key of the commands that read a finished run: {@code cluster}, {@code verify} and {@code
 * report}.
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
          new Text("a folder, or none"),
          "none",
          "The output.path of the run that an audit is compared with.");

  static final List<ConfigKey<?>> CLUSTER =
      List.of(ON, GRID, NEIGHBOURS, EIGENVALUES, MAX_IMAGES, PICTURE);
  static final List<ConfigKey<?>> VERIFY = List.of(IMAGES, CONTROLS, REPLACEMENT);
  static final List<ConfigKey<?>> REPORT = List.of(REPORT_IMAGES, REPORT_CLASSES);
  static final List<ConfigKey<?>> AUDIT = List.of(STAGES, BASELINE);

  private AuditKeys() {}
}
