package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.key.ReferenceConfig;
import org.sparklrp.job.cluster.Product;
import org.sparklrp.job.table.Table;

/** What pages say without being run: links, names and lengths. */
class GuidePagesTest {
  private static final String README = "README.md";

  /** Written by the product, each table for itself. */
  private static final Path DICTIONARY = Path.of("deploy/guide/tables.md");

  private static final int LONGEST_README = 150;
  private static final int SHORTEST_SENTENCE = 50;
  private static final Pattern KEY =
      Pattern.compile("((input|model|preprocess|method|output|job)\\.[a-z-]+|targets)( = .*)?");
  private static final Pattern FILE = Pattern.compile("(common|job|conf|deploy)/\\S*");
  private static final Pattern NAMED_FILE = Pattern.compile(".*\\.(json|onnx|npy|conf)");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndAHeadingOfIt(Page page) {
    for (String link : page.links()) {
      Path target = page.target(link);
      assertThat(Product.root().resolve(target)).as("%s of %s", link, page.path()).exists();
      if (link.contains("#")) {
        assertThat(Page.named(target.toString()).anchors())
            .as("%s of %s", link, page.path())
            .contains(link.substring(link.indexOf('#') + 1));
      }
    }
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    Set<Path> reached = new HashSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(Path.of(README)));
    while (!open.isEmpty()) {
      Path path = open.remove();
      boolean isPage = path.toString().endsWith(".md");
      if (reached.add(path) && isPage && Files.exists(Product.root().resolve(path))) {
        Page page = Page.named(path.toString());
        page.links().forEach(link -> open.add(page.target(link)));
      }
    }
    assertThat(reached).containsAll(pages().stream().map(Page::path).toList());
  }

  @Test
  void theReadmeIsShort() throws Exception {
    assertThat(Files.readAllLines(Product.root().resolve(README)))
        .hasSizeLessThanOrEqualTo(LONGEST_README);
  }

  @Test
  void noSentenceStandsTwice() {
    Map<String, Path> seen = new HashMap<>();
    for (Page page : pages()) {
      if (page.path().equals(DICTIONARY)) {
        continue;
      }
      for (String sentence : page.text().split("(?<=[.:;|]) |\n", -1)) {
        if (sentence.length() >= SHORTEST_SENTENCE) {
          Path before = seen.put(sentence, page.path());
          assertThat(before).as("%s stands in %s too", sentence, page.path()).isNull();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyKeyThatIsNamedExists(Page page) {
    Set<String> keys =
        ReferenceConfig.entries().stream()
            .map(ReferenceConfig.Entry::path)
            .collect(Collectors.toSet());
    assertThat(page.inlineCode())
        .filteredOn(code -> KEY.matcher(code).matches() && !NAMED_FILE.matcher(code).matches())
        .allSatisfy(code -> assertThat(keys).contains(code.replaceFirst(" = .*", "")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFileThatIsNamedExists(Page page) {
    assertThat(page.inlineCode())
        .filteredOn(code -> FILE.matcher(code).matches())
        .allSatisfy(file -> assertThat(Product.root().resolve(file)).exists());
  }

  @Test
  void theReadmeNamesEveryCommand() {
    assertThat(Commands.names()).isNotEmpty().isSubsetOf(Page.named(README).inlineCode());
  }

  @Test
  void thePageOnOutputNamesEveryTable() {
    assertThat(Page.named("deploy/guide/output.md").inlineCode())
        .containsAll(
            Arrays.stream(Table.values())
                .filter(table -> table != Table.LAYER_PARTS)
                .map(Table::folder)
                .toList());
  }
}
