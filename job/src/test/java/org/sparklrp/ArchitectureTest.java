package org.sparklrp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.sparklrp.config.Keyword;
import org.sparklrp.config.NearestName;
import org.sparklrp.config.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.relevance.Explainer;

/** The lines between the packages: data knows no work, work knows no job, only the job Spark. */
@AnalyzeClasses(packages = "org.sparklrp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JOB = "org.sparklrp.job..";
  private static final String[] DATA = {
    "org.sparklrp.config..",
    "org.sparklrp.image..",
    "org.sparklrp.model..",
    "org.sparklrp.rule..",
    "org.sparklrp.relevance.."
  };
  private static final String[] WORK = {
    "org.sparklrp.engine..",
    "org.sparklrp.bow..",
    "org.sparklrp.render..",
    "org.sparklrp.measure..",
    "org.sparklrp.demo.."
  };

  @ArchTest
  static final ArchRule data_knows_no_work =
      noClasses()
          .that()
          .resideInAnyPackage(DATA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORK);

  @ArchTest
  static final ArchRule only_the_job_knows_the_job =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOB)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JOB);

  @ArchTest
  static final ArchRule only_the_job_knows_spark =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..");

  @ArchTest
  static final ArchRule only_the_engine_knows_tensors_of_nd4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sparklrp.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.nd4j.linalg..");

  @ArchTest
  static final ArchRule only_the_model_knows_onnx =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sparklrp.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onnx..", "org.nd4j.shade..");

  /**
   * Three things every package may know: how to tell the user of a fault, how names are written,
   * and, at the one seam where they meet, the explainer its images.
   */
  @ArchTest
  static final ArchRule packages_of_the_library_have_no_cycles =
      slices()
          .matching("org.sparklrp.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(DescribedPredicate.alwaysTrue(), type(UserException.class))
          .ignoreDependency(DescribedPredicate.alwaysTrue(), type(NearestName.class))
          .ignoreDependency(DescribedPredicate.alwaysTrue(), type(Keyword.class))
          .ignoreDependency(Explainer.class, ImageBatch.class);

  @ArchTest
  static final ArchRule packages_of_the_job_have_no_cycles =
      slices().matching("org.sparklrp.job.(*)..").should().beFreeOfCycles();

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
  static final ArchRule every_package_belongs_to_a_layer =
      classes()
          .that()
          .resideOutsideOfPackage(JOB)
          .should()
          .resideInAnyPackage(Stream.of(DATA, WORK).flatMap(Stream::of).toArray(String[]::new));

  @ArchTest
  static void every_package_is_null_marked(JavaClasses all) {
    DescribedPredicate<JavaClass> unmarked =
        DescribedPredicate.describe(
            "without @NullMarked", type -> !type.getPackage().isAnnotatedWith(NullMarked.class));
    assertThat(all.that(unmarked).stream().map(JavaClass::getPackageName).distinct()).isEmpty();
  }
}
