package org.sparklrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageRendererTest {
  /** Of dist/echarts.min.js in the release 6.1.0 of the npm package echarts. */
  private static final String ECHARTS_SHA_512 =
      "532abf020b6a14ce2f4feba72064c3af8c0c2434d42bd3b9c363d731078109247c928a87a55cfea8199c43ef4e7a8e47f849af4f8a69ff942bb2a8486f28c74d";

  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

  @Test
  void textsOfAnyKindStayTexts() {
    String html = PageRenderer.html(Pages.hostile());
    assertThat(html)
        .doesNotContain("<img src=x")
        .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
        .contains("\u0641\u0631\u0633");
    // Three scripts: the data, the charting library and the page's own.
    assertThat(html.split("<script", -1)).hasSize(4);
    assertThat(html.split("</script", -1)).hasSize(4);
  }

  @Test
  void noTextLeavesTheAttributeItStandsIn() {
    String html = PageRenderer.html(Pages.hostile());
    Matcher name = Pattern.compile("data-name=\"([^\"]*)\" data-verdict=").matcher(html);
    assertThat(name.find()).isTrue();
    assertThat(name.group(1)).contains("&#34;quoted&#34;");
  }

  @Test
  void chartsGetTheirNumbersAndNamesUnchanged() {
    Matcher data = DATA.matcher(PageRenderer.html(Pages.hostile()));
    assertThat(data.find()).isTrue();
    assertThat(data.group(1)).doesNotContain("<").doesNotContain("\u2028");
    Config charts = ConfigFactory.parseString(data.group(1)).getConfig("0");
    List<Object> point = charts.getList("points").get(0).atKey("p").getList("p").unwrapped();
    assertThat(point).element(1).isEqualTo(-2.5);
    assertThat(point).element(3).isEqualTo(Pages.HOSTILE);
    assertThat(charts.getDoubleList("eigenvalues")).containsExactly(0.0, 0.25);
    ConfigList layers = charts.getList("layers");
    assertThat(((ConfigList) layers.get(0)).unwrapped())
        .containsExactly(Pages.HOSTILE, 3, 0.125, 1e-9, 0);
    assertThat(((ConfigList) charts.getList("trend").get(0)).unwrapped())
        .containsExactly("2026-11-29T02:00:00Z", 0.5, null, 0.25);
  }

  @Test
  void thePageAsksForNothing() {
    String html = PageRenderer.html(Pages.hostile());
    assertThat(html)
        .contains(
            "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\"");
    String markup = html.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "");
    Matcher address = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(markup);
    int addresses = 0;
    while (address.find()) {
      addresses++;
      assertThat(address.group(1)).matches("(?s)data:image/.*|#.*");
    }
    assertThat(addresses).isGreaterThan(5);
  }

  @Test
  void aThousandClassesStayUnderTenMegabytes() {
    String html = PageRenderer.html(Pages.large(1000));
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
    assertThat(html).contains("class 0999");
  }

  @Test
  void eachClassMayHaveAPageOfItsOwnThatLoadsTheChartsBesideIt() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    PageRenderer.split(Pages.hostile(), "report.html", "report-classes", files::put);
    assertThat(files.keySet()).last().isEqualTo("report.html");
    String page = String.valueOf(files.get("report.html"));
    assertThat(page).doesNotContain("<details class=\"class\"").contains("class-0.html");
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!file.getKey().endsWith(".html")) {
        continue;
      }
      assertThat(file.getValue()).doesNotContain("<img src=x");
      String markup = file.getValue().replaceAll("(?s)<(script|style)\\b[^>]*>.+?</\\1>", "");
      Matcher address = Pattern.compile("(?:src|href)=\"([^\"#][^\"]*)\"").matcher(markup);
      while (address.find()) {
        if (!address.group(1).startsWith("data:image/")) {
          Path target = Path.of(file.getKey()).resolveSibling(address.group(1)).normalize();
          assertThat(files).containsKey(target.toString());
        }
      }
    }
    assertThat(files.get("report-classes/class-0.html"))
        .contains("script-src 'unsafe-inline' 'self'", "../report.html")
        .hasSizeLessThan(100_000);
    assertThat(files.keySet())
        .filteredOn(name -> !name.equals("report.html"))
        .allSatisfy(
            name ->
                assertThat(PageRenderer.isOfAFolder(name.replace("report-classes/", ""))).isTrue());
  }

  @Test
  void theChartingLibraryIsTheReleasedOneWithItsLicence()
      throws IOException, NoSuchAlgorithmException {
    byte[] library = resource("echarts-6.1.0.min.js");
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(library)))
        .isEqualTo(ECHARTS_SHA_512);
    assertThat(new String(resource("echarts-LICENSE.txt"), StandardCharsets.UTF_8))
        .contains("Apache License");
    assertThat(new String(resource("echarts-NOTICE.txt"), StandardCharsets.UTF_8))
        .contains("Apache ECharts");
    // Nothing in it would end the element that it is put into, or change how that is read.
    assertThat(new String(library, StandardCharsets.UTF_8))
        .doesNotContainIgnoringCase("</script")
        .doesNotContain("<!--");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = PageRenderer.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return file.readAllBytes();
    }
  }

  @Test
  void rowsHaveACellPerColumn() {
    assertThatThrownBy(
            () ->
                new ReportTable("Clusters", "", List.of("a", "b"), List.of(List.of(Cell.of("x")))))
        .hasMessage("A row of Clusters has 1 cells for 2 columns");
  }

  @Test
  void cellsAreWrittenForReadersAndSortedByTheirNumbers() {
    assertThat(Cell.count(1234567L)).isEqualTo(new Cell("1,234,567", 1234567.0));
    assertThat(Cell.share(0.1234).text()).isEqualTo("12.3 %");
    assertThat(Cell.number(12.3456).text()).isEqualTo("12.35");
    assertThat(Cell.number(0.00001234).text()).isEqualTo("1.23e-05");
    assertThat(Cell.number(-1234.5678).text()).isEqualTo("-1235");
    assertThat(Cell.number(Double.NaN)).isEqualTo(Cell.of(null));
  }
}
