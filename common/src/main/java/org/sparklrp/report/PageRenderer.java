package org.sparklrp.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes the page: one HTML file that needs nothing beside it and asks for nothing; or one with a
 * folder of pages beside it, one per class, for a report that is too large to be opened at once.
 */
public final class PageRenderer {
  private static final String CHARTS = "echarts-6.1.0.min.js";

  /** Takes the files of a report. */
  public interface Files {
    /**
     * Takes one.
     *
     * @param path from the folder of the page
     * @throws IOException where it cannot be written
     */
    void add(String path, String text) throws IOException;
  }

  private PageRenderer() {}

  /** The page as HTML. */
  public static String html(ReportPage page) {
    String data = ChartData.json(page, 0, page.classes().size());
    return rendered(
        "report/page.jte", new PageParts(page, inlined(script(resource(CHARTS)), data), ""));
  }

  /**
   * The page and a folder beside it, with a page per class and the charting library that those
   * load: one file after the other, the page last.
   *
   * @param name of the page, which links to the others
   * @param folder of the others
   * @param files takes them
   */
  public static void split(ReportPage page, String name, String folder, Files files)
      throws IOException {
    files.add(folder + "/" + CHARTS, resource(CHARTS));
    for (int number = 0; number < page.classes().size(); number++) {
      PageParts.Inlined inlined = inlined(CHARTS, ChartData.json(page, number, number + 1));
      files.add(
          folder + "/class-" + number + ".html",
          rendered("report/class.jte", new ClassParts(page, number, name, inlined)));
    }
    files.add(
        name,
        rendered(
            "report/page.jte",
            new PageParts(page, inlined("", ChartData.json(page, 0, 0)), folder)));
  }

  /** Whether a file of this name is one of those beside a page. */
  public static boolean isOfAFolder(String name) {
    return name.equals(CHARTS) || name.matches("class-\\d+\\.html");
  }

  private static String rendered(String template, Object parts) {
    StringOutput output = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html).render(template, parts, output);
    return output.toString();
  }

  private static PageParts.Inlined inlined(String charts, String data) {
    return new PageParts.Inlined(
        resource("report.css"), script(resource("report.js")), charts, data);
  }

  /** A script inside a page must not hold what ends it. */
  private static String script(String text) {
    return text.replace("</script", "<\\/script");
  }

  private static String resource(String name) {
    try (InputStream file = PageRenderer.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("The library is packaged without " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
