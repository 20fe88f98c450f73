package org.sparklrp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The order of the packages: every arrow points down, and the seams to libraries are narrow. */
@AnalyzeClasses(packages = "org.sparklrp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JOB = "org.sparklrp.job";
  private static final String ENGINE = "org.sparklrp.engine";
  private static final String AUDIT = "org.sparklrp.audit";
  private static final String FLOAT64 = ENGINE + ".float64";

  /** The rooms below the engine's border, lowest floor first; those of one floor lie apart. */
  private static final List<List<String>> ENGINE_ROOMS =
      List.of(
          List.of("memory", "request"),
          List.of("linear", "ledger"),
          List.of("division"),
          List.of("kernel"),
          List.of("decomposition"),
          List.of("pass"),
          List.of("method"));

  /** The packages below the command line's. */
  private static final List<List<String>> JOB_ROOMS =
      List.of(
          List.of("fault"),
          List.of("command", "files", "run", "row"),
          List.of("source", "table", "mask"),
          List.of("model", "statistics", "heatmap", "history"),
          List.of(
              "explain",
              "inspect",
              "attribute",
              "bench",
              "bow",
              "regions",
              "clusters",
              "verify",
              "virelay",
              "report",
              "audit",
              "merge",
              "compare",
              "evaluate",
              "demo"),
          List.of("dictionary"));

  /** The rooms of the audit, lowest floor first. */
  private static final List<List<String>> AUDIT_ROOMS =
      List.of(
          List.of("inference", "spectral", "intervention"),
          List.of("suspicion", "finding", "drift"),
          List.of("evaluation"));

  /** Whatever computes in one precision: all rooms but what both share. */
  private static final String[] SINGLE_PRECISION =
      ENGINE_ROOMS.stream()
          .flatMap(List::stream)
          .filter(room -> !room.equals("request"))
          .map(room -> ENGINE + "." + room + "..")
          .toArray(String[]::new);

  /** A package has at most so many types, its package-info aside. */
  private static final int MOST_TYPES = 25;

  @ArchTest
  static final ArchRule data_knows_no_work_and_work_no_job =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.sparklrp..")
          .layer("fault")
          .definedBy("org.sparklrp.fault..")
          .layer("data")
          .definedBy(
              "org.sparklrp.npy..",
              "org.sparklrp.image..",
              "org.sparklrp.model..",
              "org.sparklrp.rule..",
              "org.sparklrp.relevance..",
              "org.sparklrp.config..")
          .layer("work")
          .definedBy(
              "org.sparklrp.engine..",
              "org.sparklrp.bow..",
              "org.sparklrp.audit..",
              "org.sparklrp.render..",
              "org.sparklrp.report..",
              "org.sparklrp.measure..")
          .layer("job")
          .definedBy("org.sparklrp.job..")
          .whereLayer("fault")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("fault")
          .whereLayer("work")
          .mayOnlyAccessLayers("fault", "data")
          .whereLayer("job")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("org.sparklrp.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule arrows_of_the_engine_point_down =
      inOrder(ENGINE_ROOMS, "engine", ENGINE, FLOAT64);

  @ArchTest static final ArchRule arrows_of_the_job_point_down = inOrder(JOB_ROOMS, "job", JOB);

  @ArchTest
  static final ArchRule arrows_of_the_audit_point_down = inOrder(AUDIT_ROOMS, "audit", AUDIT);

  /** Floors may use those below them; the first root's own package stands on top of all. */
  private static ArchRule inOrder(List<List<String>> floors, String top, String... roots) {
    LayeredArchitecture order =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer(top)
            .definedBy(roots[0])
            .whereLayer(top)
            .mayNotBeAccessedByAnyLayer();
    for (String room : floors.stream().flatMap(List::stream).toList()) {
      String[] packages =
          Stream.of(roots).map(root -> root + "." + room + "..").toArray(String[]::new);
      order = order.layer(room).definedBy(packages);
    }
    List<String> below = new ArrayList<>();
    for (List<String> floor : floors) {
      for (String room : floor) {
        order =
            below.isEmpty()
                ? order.whereLayer(room).mayNotAccessAnyLayer()
                : order.whereLayer(room).mayOnlyAccessLayers(below.toArray(String[]::new));
      }
      below.addAll(floor);
    }
    return order;
  }

  @ArchTest
  static final ArchRule every_package_of_the_engine_is_a_room =
      noClasses()
          .that(resideInAPackage("org.sparklrp.engine.."))
          .should()
          .resideOutsideOfPackages(
              Stream.concat(
                      Stream.of(ENGINE, ENGINE + ".request"),
                      Stream.of(SINGLE_PRECISION)
                          .flatMap(room -> Stream.of(room, room.replace(ENGINE, FLOAT64))))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule every_package_of_the_job_is_a_room =
      noClasses()
          .that(resideInAPackage("org.sparklrp.job.."))
          .should()
          .resideOutsideOfPackages(
              Stream.concat(
                      Stream.of(JOB),
                      JOB_ROOMS.stream().flatMap(List::stream).map(room -> JOB + "." + room + ".."))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule only_the_engines_border_is_named_outside =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sparklrp.engine..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.sparklrp.engine..")
                  .and(not(resideInAnyPackage(ENGINE, ENGINE + ".request"))));

  @ArchTest
  static final ArchRule only_methods_and_the_border_know_the_request =
      noClasses()
          .that()
          .resideInAPackage("org.sparklrp.engine..")
          .and()
          .resideOutsideOfPackages(
              ENGINE, ENGINE + ".request", ENGINE + ".method", FLOAT64 + ".method")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ENGINE + ".request");

  @ArchTest
  static final ArchRule double_precision_knows_no_single =
      noClasses()
          .that()
          .resideInAPackage(FLOAT64 + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SINGLE_PRECISION);

  @ArchTest
  static final ArchRule single_precision_knows_no_double =
      noClasses()
          .that()
          .resideInAnyPackage(SINGLE_PRECISION)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLOAT64 + "..");

  @ArchTest
  static final ArchRule only_the_job_knows_spark =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sparklrp.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..");

  @ArchTest
  static final ArchRule only_memory_and_linear_maps_know_nd4j =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ENGINE + ".memory", ENGINE + ".linear", FLOAT64 + ".memory", FLOAT64 + ".linear")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                  .and(not(resideInAPackage("org.nd4j.shade.protobuf.."))));

  @ArchTest
  static final ArchRule only_the_reader_of_files_knows_onnx =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sparklrp.model.onnx.file")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onnx..", "org.nd4j.shade..");

  @ArchTest
  static final ArchRule only_main_ends_the_jvm =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.sparklrp.job.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule names_say_what_a_type_is =
      noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)");

  @ArchTest
  static void packages_fit_a_screen(JavaClasses all) {
    Map<String, Long> types =
        all.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(types)
        .isNotEmpty()
        .allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(MOST_TYPES));
  }

  @ArchTest
  static void every_package_is_null_marked(JavaClasses all) {
    DescribedPredicate<JavaClass> unmarked =
        DescribedPredicate.describe(
            "without @NullMarked", type -> !type.getPackage().isAnnotatedWith(NullMarked.class));
    assertThat(all.that(unmarked).stream().map(JavaClass::getPackageName).distinct()).isEmpty();
  }
}
