package org.sparklrp.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Makes the page: one HTML file that needs nothing beside it and asks for nothing. */
public final class PageRenderer {
  private static final String CHARTS = "echarts-6.1.0.min.js";

  private PageRenderer() {}

  /** The page as HTML. */
  public static String html(ReportPage page) {
    StringOutput output = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render("report/page.jte", new PageParts(page, parts(page)), output);
    return output.toString();
  }

  private static PageParts.Inlined parts(ReportPage page) {
    return new PageParts.Inlined(
        resource("report.css"),
        script(resource("report.js")),
        script(resource(CHARTS)),
        ChartData.json(page));
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
