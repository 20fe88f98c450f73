package org.sparklrp.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.cluster.Product;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.report.Cell;
import org.sparklrp.report.PageRenderer;
import org.sparklrp.report.ReportClass;
import org.sparklrp.report.ReportPage;

/** The page of a finished run, in a real browser. */
class ReportIT {
  private static final String SHOWN_ROWS =
      "return document.querySelectorAll('tr[data-class]:not([hidden])').length";

  @TempDir private static Path folder;
  private static Path page = Path.of("");
  private static Browser browser;

  @BeforeAll
  static void explainFindAndReport() throws IOException {
    LocalSpark.session();
    done("demo", "--output", folder.toString(), "--images", "180");
    Files.createDirectories(folder.resolve("images/cat"));
    Files.writeString(folder.resolve("images/cat/<b>broken<b>.png"), "no picture");
    String out = audit();
    assertThat(out).contains("\nexplain\n", "\ncluster\n", "\nverify\n", "\nreport\n");
    page = folder.resolve("run/report.html");
    browser = Browser.start(Product.scratch("report"));
  }

  private static String audit(String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("audit", "--config", folder.resolve("demo.conf").toString()));
    for (String setting :
        List.of(
            "audit.stages=[explain, cluster, verify, report]",
            "output.heatmaps=0",
            "output.mode=error",
            "job.max-failed-fraction=0.5",
            "verify.images=10",
            "verify.controls=2")) {
      arguments.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return done(arguments.toArray(String[]::new));
  }

  private static String done(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return run.out();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    browser.prefer("light");
    browser.open(page);
  }

  @Test
  void whatIsDoneIsNotDoneAgainAndWhatChangedIs() throws IOException {
    FileTime explained = Files.getLastModifiedTime(folder.resolve("run/manifest.json"));
    FileTime written = Files.getLastModifiedTime(page);
    assertThat(audit())
        .contains("cluster: done before", "verify: done before", "report: done before");
    assertThat(Files.getLastModifiedTime(folder.resolve("run/manifest.json"))).isEqualTo(explained);
    assertThat(Files.getLastModifiedTime(page)).isEqualTo(written);
    assertThat(audit("verify.images=11"))
        .contains("cluster: done before", "\nverify\n", "\nreport\n");
    assertThat(Files.readString(folder.resolve("run/audit.json"))).contains("\"exit_code\" : 0");
  }

  @Test
  void opensWithoutAComplaintAndAsksForNothing() throws IOException {
    browser.photograph("top");
    assertThat(browser.complaintsAndRequests()).isEmpty();
    assertThat(browser.visible("h1").get(0).getText()).startsWith("Audit of ");
    assertThat(browser.visible("tr[data-class]")).hasSize(6);
    assertThat(browser.first("#table-0").getText()).contains("<b>broken<b>.png");
  }

  @Test
  void sortsByTheNumbersBehindTheTexts() {
    WebElement header = browser.visible("#class-table th button").get(3);
    assertThat(header.getText()).isEqualTo("explanations");
    header.click();
    assertThat(counts()).isSorted();
    header.click();
    assertThat(counts()).isSortedAccordingTo((a, b) -> Integer.compare(b, a));
    assertThat(browser.first("#class-table th[aria-sort]").getDomAttribute("aria-sort"))
        .isEqualTo("descending");
  }

  private static List<Integer> counts() {
    return browser.visible("#class-table td:nth-child(4)").stream()
        .map(cell -> Integer.parseInt(cell.getText()))
        .toList();
  }

  @Test
  void searchesAndFilters() {
    browser.first("#search").sendKeys("HOR");
    assertThat(browser.visible("tr[data-class]")).hasSize(1);
    assertThat(browser.visible("details.class")).hasSize(1);
    assertThat(browser.first("#shown").getText()).isEqualTo("1 of 6 classes");
  }

  @Test
  void allOfManyClassesComeBackWhenTheSearchIsCleared() throws IOException {
    browser.open(Files.writeString(folder.resolve("many.html"), PageRenderer.html(many(1000))));
    WebElement search = browser.first("#search");
    search.sendKeys("class 07");
    assertThat(browser.script(SHOWN_ROWS)).isEqualTo(100L);
    search.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    assertThat(browser.first("#shown").getText()).isEqualTo("1000 of 1000 classes");
    browser.await("document.querySelectorAll('[data-class]:not([hidden])').length === 2000");
    search.sendKeys("no such class");
    assertThat(browser.script(SHOWN_ROWS)).isEqualTo(0L);
    assertThat(browser.complaintsAndRequests()).isEmpty();
  }

  private static ReportPage many(int count) {
    return new ReportPage(
        "many",
        "None.",
        "ok",
        List.of(),
        List.of(),
        List.of("explanations"),
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new ReportClass(
                        String.format(Locale.ROOT, "class %04d", i),
                        "",
                        List.of(Cell.count((long) i)),
                        Optional.empty(),
                        ReportClass.Details.NONE))
            .toList(),
        List.of(),
        List.of(),
        "");
  }

  @Test
  void opensAClassWithItsChartsAndShowsTheImageOfAPoint() throws IOException {
    browser.first("tr[data-name=horse] a").click();
    WebElement details = browser.first("details.class[open]");
    assertThat(details.getText()).startsWith("horse");
    assertThat(browser.visible("details[open] .chart canvas")).hasSize(3);
    browser.script(
        "const chart = echarts.getInstanceByDom(document.querySelector('details[open] .chart'));"
            + "chart.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 0});");
    assertThat(browser.visible("details[open] .chart img")).isNotEmpty();
    browser.photograph("class");
    assertThat(browser.complaintsAndRequests()).isEmpty();
  }

  @Test
  void arrowKeysGoFromImageToImage() {
    browser.first("tr[data-name=horse] a").click();
    assertThat(browser.visible("details[open] .chart img")).isEmpty();
    browser.first("details[open] .chart").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertThat(browser.visible("details[open] .chart img")).isNotEmpty();
  }

  @Test
  void classesMayHavePagesOfTheirOwn() throws IOException {
    Path split = folder.resolve("split/report.html");
    Path beside = Files.createDirectories(split.resolveSibling("report-classes"));
    Path own = Files.writeString(beside.resolve("notes.html"), "the reader's");
    Path old = Files.writeString(beside.resolve("class-99.html"), "of an earlier report");
    done(
        "report",
        "--run",
        folder.resolve("run").toString(),
        "--output",
        split.toString(),
        "--set",
        "report.folder=always");
    assertThat(own).exists();
    assertThat(old).doesNotExist();
    browser.open(split);
    assertThat(browser.visible("details.class")).isEmpty();
    browser.first("tr[data-name=horse] a").click();
    assertThat(browser.first("h1").getText()).isEqualTo("horse");
    assertThat(browser.first("summary").getText()).isEqualTo("Figures, maps and images");
    assertThat(browser.visible("details[open] .chart canvas")).hasSize(3);
    assertThat(browser.barriers()).isEmpty();
    browser.photograph("own-page");
    browser.first("nav a").click();
    assertThat(browser.visible("tr[data-class]")).hasSize(6);
  }

  @Test
  void isReadInTheDarkToo() throws IOException {
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
    browser.first(".theme").click();
    assertThat(background()).isEqualTo("rgb(20, 23, 28)");
    browser.photograph("dark");
    browser.first(".theme").click();
    browser.prefer("dark");
    browser.open(page);
    assertThat(background()).isEqualTo("rgb(20, 23, 28)");
    assertThat(browser.barriers()).isEmpty();
  }

  private static String background() {
    return String.valueOf(browser.script("return getComputedStyle(document.body).backgroundColor"));
  }

  @Test
  void keepsNobodyOut() throws IOException {
    browser.first("tr[data-class] a").click();
    assertThat(browser.barriers()).isEmpty();
    browser.resize(420, 900);
    assertThat(browser.barriers()).isEmpty();
    assertThat(
            browser.script(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .isEqualTo(true);
    browser.photograph("narrow");
    browser.resize(1280, 1600);
  }
}
