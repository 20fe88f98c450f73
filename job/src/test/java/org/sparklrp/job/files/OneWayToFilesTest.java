package org.sparklrp.job.files;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.job.command.SparkCommand;

/** One function opens paths and one opens sessions: what goes wrong there is told in one way. */
@AnalyzeClasses(packages = "org.sparklrp", importOptions = ImportOption.DoNotIncludeTests.class)
class OneWayToFilesTest {
  @ArchTest
  static final ArchRule only_hadoop_path_opens_file_systems =
      noClasses()
          .that()
          .doNotBelongToAnyOf(HadoopPath.class)
          .should()
          .callMethodWhere(
              target(nameMatching("getFileSystem"))
                  .and(target(owner(assignableTo(Path.class))))
                  .or(
                      target(nameMatching("get|getLocal|newInstance|newInstanceLocal"))
                          .and(target(owner(assignableTo(FileSystem.class))))));

  @ArchTest
  static final ArchRule only_spark_command_opens_sessions =
      noClasses()
          .that()
          .doNotBelongToAnyOf(SparkCommand.class)
          .should()
          .callMethodWhere(
              target(nameMatching("builder|active|newSession"))
                  .and(target(owner(assignableTo(SparkSession.class)))));
}
