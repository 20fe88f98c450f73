package org.sparklrp.job.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.sparklrp.job.cluster.Product;

/**
 * A page of the documentation.
 *
 * @param path from the repository's root
 * @param prose its lines outside code blocks
 * @param blocks its code blocks, in order
 */
record Page(Path path, List<String> prose, List<Block> blocks) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern HEADING = Pattern.compile("#+ +(.*)");

  /** Folders of the checkout that are not the repository's. */
  private static final Set<String> OTHERS = Set.of("target", ".git", "demo-run");

  private static final String FENCE = "```";
  private static final String INDENT = "    ";

  /**
   * A code block.
   *
   * @param page where it stands
   * @param language what it is written in; empty for an indented block
   */
  record Block(Path page, String language, List<String> lines) {
    /** The commands of a shell block: comments left out, lines that go on put together. */
    List<String> commands() {
      String joined = String.join("\n", lines).replaceAll("\\\\\n *", "");
      return joined
          .lines()
          .map(line -> line.replaceFirst("(^|\\s+)#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }

    @Override
    public String toString() {
      return page + ": " + lines.get(0);
    }
  }

  /** Every page of the repository, README.md first. */
  static List<Page> all() {
    Path root = Product.root();
    List<Path> pages = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
              return OTHERS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
              if (file.toString().endsWith(".md")) {
                pages.add(root.relativize(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages.stream().sorted().map(Page::read).toList();
  }

  static Page named(String path) {
    return read(Path.of(path));
  }

  private static Page read(Path path) {
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    try {
      boolean fenced = false;
      boolean indented = false;
      String before = "";
      for (String line : Files.readAllLines(Product.root().resolve(path))) {
        if (line.startsWith(FENCE)) {
          fenced = !fenced;
          if (fenced) {
            blocks.add(new Block(path, line.substring(FENCE.length()), new ArrayList<>()));
          }
        } else if (fenced) {
          blocks.get(blocks.size() - 1).lines().add(line);
        } else {
          boolean isCode = line.startsWith(INDENT) && (indented || before.isBlank());
          if (isCode && !indented) {
            blocks.add(new Block(path, "", new ArrayList<>()));
          }
          indented = isCode;
          if (isCode) {
            blocks.get(blocks.size() - 1).lines().add(line.strip());
          } else {
            prose.add(line);
          }
        }
        before = line;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Page(path, prose, blocks);
  }

  /** Its text outside code blocks, each paragraph in one line. */
  String text() {
    return String.join("\n", prose).replaceAll("(?<!\n)\n(?![\n|#])", " ");
  }

  /** Where its links lead, as they are written. */
  List<String> links() {
    return found(LINK);
  }

  /** What its sentences hold in code font. */
  List<String> inlineCode() {
    return found(INLINE_CODE);
  }

  private List<String> found(Pattern pattern) {
    return pattern.matcher(text()).results().map((MatchResult match) -> match.group(1)).toList();
  }

  /** What a link may name behind {@code #}, as GitHub makes it of headings. */
  List<String> anchors() {
    return prose.stream()
        .map(HEADING::matcher)
        .filter(heading -> heading.matches())
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }

  /** What a link of this page leads to, without its anchor, from the repository's root. */
  Path target(String link) {
    String file = link.replaceFirst("#.*", "");
    return file.isEmpty() ? path : path.resolveSibling(file).normalize();
  }
}
