package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sparklrp.job.cluster.Product;

/**
 * Checks a page's call of Maven against the POMs. It is not run: a build inside the build would
 * write where the outer one reads, and benchmarks and mutations take hours.
 */
final class MavenCommand {
  private static final List<String> MODULES = List.of("common", "job");
  private static final Set<String> FLAGS = Set.of("-q", "-B");
  private static final Set<String> PHASES = Set.of("test-compile", "test", "package", "verify");

  /** Properties of Maven's own plugins. */
  private static final Set<String> PROPERTIES = Set.of("skipTests", "maven.test.skip");

  private static final Pattern PROFILE = Pattern.compile("-P(.+)");
  private static final Pattern PROPERTY = Pattern.compile("-D([^=]+)(?:=(.*))?");
  private static final Pattern GOAL = Pattern.compile("(?:[a-z.]+:)?([a-z-]+):[a-zA-Z]+");
  private static final Pattern SETTING = Pattern.compile("-p (\\w+)=(\\S+)");

  private MavenCommand() {}

  /** Asserts that the POMs have what Maven is asked for. */
  static void check(List<String> words) {
    int module = words.indexOf("-pl");
    List<String> modules = module >= 0 ? List.of(words.get(module + 1)) : MODULES;
    String poms =
        text("pom.xml")
            + modules.stream().map(name -> text(name + "/pom.xml")).collect(Collectors.joining());
    for (int i = 0; i < words.size(); i++) {
      if (module < 0 || (i != module && i != module + 1)) {
        check(words.get(i), poms);
      }
    }
  }

  private static void check(String word, String poms) {
    Matcher profile = PROFILE.matcher(word);
    Matcher property = PROPERTY.matcher(word);
    Matcher goal = GOAL.matcher(word);
    if (profile.matches()) {
      assertThat(poms).containsPattern("<profile>\\s*<id>" + profile.group(1) + "</id>");
    } else if (property.matches()) {
      String name = property.group(1);
      if (!PROPERTIES.contains(name)) {
        assertThat(poms).contains("<" + name).contains("${" + name + "}");
      }
      if (name.equals("jmh.arguments")) {
        checkBenchmark(property.group(2));
      }
    } else if (goal.matches()) {
      assertThat(poms)
          .containsPattern("<artifactId>%s(-maven-plugin)?</artifactId>".formatted(goal.group(1)));
    } else if (!FLAGS.contains(word) && !PHASES.contains(word)) {
      fail("No test knows this word of a call of Maven: %s; tell MavenCommand of it", word);
    }
  }

  /** The benchmark exists, and so do the settings that it is given. */
  private static void checkBenchmark(String arguments) {
    String source = benchmark(arguments.replaceFirst(" .*", ""));
    SETTING
        .matcher(arguments)
        .results()
        .forEach(
            setting ->
                assertThat(source)
                    .contains(" " + setting.group(1) + ";")
                    .contains('"' + setting.group(2) + '"'));
  }

  private static String benchmark(String name) {
    try (var files = Files.walk(Product.root().resolve("common/src/jmh/java"))) {
      return text(
          files.filter(file -> file.endsWith(name + ".java")).findFirst().orElseThrow().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String path) {
    try {
      return Files.readString(Product.root().resolve(Path.of(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
