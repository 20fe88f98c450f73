package org.sparklrp.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, as Debian packages it. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final String AXE = "/axe.min.js";

  private final ChromeDriver driver;
  private final Path pictures;

  private Browser(ChromeDriver driver, Path pictures) {
    this.driver = driver;
    this.pictures = pictures;
  }

  /**
   * Starts one. Where there is none the test is skipped, but not where everything has to be tested.
   *
   * @param pictures a folder for screenshots
   */
  static Browser start(Path pictures) throws IOException {
    boolean isThere = Files.exists(CHROMIUM) && Files.exists(DRIVER);
    if (System.getenv("CI") != null) {
      assertThat(isThere).as(".ci/browser installs %s and %s", CHROMIUM, DRIVER).isTrue();
    }
    assumeTrue(isThere, "There is no Chromium here; .ci/browser installs it");
    Files.createDirectories(pictures);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600");
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options), pictures);
  }

  /** Opens a file. */
  void open(Path page) {
    driver.get(page.toUri().toString());
  }

  /** The elements of a selector that can be seen. */
  List<WebElement> visible(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .toList();
  }

  /** The first element of a selector. */
  WebElement first(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Runs a script in the page. */
  @Nullable Object script(String text) {
    return driver.executeScript(text);
  }

  /** Waits until an expression is true, half a minute at most. */
  void await(String condition) {
    driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(function ask() { if ("
            + condition
            + ") { done(); } else { setTimeout(ask, 20); } })();");
  }

  /** What the browser complained of, and what it asked others for. */
  List<String> complaintsAndRequests() {
    List<String> all =
        new ArrayList<>(
            driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList());
    driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .filter(message -> !message.matches("(?s).*\"url\":\"(file|data):.*"))
        .forEach(all::add);
    return all;
  }

  /** What axe finds serious or worse. */
  List<String> barriers() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
      driver.executeScript(
          new String(Objects.requireNonNull(axe, AXE).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations"
                + ".filter(each => ['serious', 'critical'].includes(each.impact))"
                + ".map(each => each.id + ': ' + each.nodes[0].html)));");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(Object::toString).toList();
  }

  /** As its reader's system asks for it. */
  void prefer(String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
  }

  /** Keeps a picture of what is seen now. */
  void photograph(String name) throws IOException {
    Files.write(pictures.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Makes the window another size. */
  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
