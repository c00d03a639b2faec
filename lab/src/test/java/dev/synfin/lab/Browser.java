package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.synfin.report.ReportPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.HasCdp;
import org.openqa.selenium.remote.Augmenter;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** A real Chromium without a screen, in a container of its own. */
final class Browser implements AutoCloseable {
  static final Path SHOTS = Path.of("target", "report");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PORT = 4444;

  /** As the build unpacks it, whatever its version. */
  private static final String AXE = "/axe/axe.min.js";

  private final GenericContainer<?> container;
  private final RemoteWebDriver driver;

  private Browser(GenericContainer<?> container, RemoteWebDriver driver) {
    this.container = container;
    this.driver = driver;
  }

  static Browser start() throws IOException {
    var container = container().withExposedPorts(PORT);
    container.start();
    return of(container, container.getHost() + ":" + container.getMappedPort(PORT));
  }

  /** One for which 127.0.0.1 is this container, as for the browser of the machine it runs on. */
  static Browser within(InspectContainerResponse place) throws IOException {
    var container =
        container()
            .withNetworkMode("container:" + place.getId())
            .waitingFor(Wait.forLogMessage(".*started successfully.*", 1));
    container.start();
    String address =
        place.getNetworkSettings().getNetworks().values().iterator().next().getIpAddress();
    return of(container, address + ":" + PORT);
  }

  private static GenericContainer<?> container() {
    return new GenericContainer<>(Images.BROWSER).withSharedMemorySize(1L << 29);
  }

  private static Browser of(GenericContainer<?> container, String address) throws IOException {
    Files.createDirectories(SHOTS);
    var options = new ChromeOptions();
    options.addArguments(
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking");
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    try {
      URI driver = URI.create("http://" + address);
      var remote = new RemoteWebDriver(driver.toURL(), options);
      remote.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
      return new Browser(container, remote);
    } catch (IOException | RuntimeException e) {
      container.stop();
      throw e;
    }
  }

  /** Opens a page that is served. */
  void visit(String address) {
    driver.get(address);
  }

  void forget() {
    driver.manage().deleteAllCookies();
  }

  String address() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  /** Opens a report of these timelines, at a place in it such as {@code #tab=learn}. */
  void open(List<ReportPage.Entry> entries, String query, String place) throws IOException {
    var page = new ByteArrayOutputStream();
    ReportPage.write(entries, page);
    open(page.toByteArray(), query + place);
  }

  /** Opens a report that somebody else has written. */
  void openFile(Path page) throws IOException {
    open(Files.readAllBytes(page), "");
  }

  private void open(byte[] page, String place) {
    container.copyFileToContainer(Transferable.of(page), "/tmp/report.html");
    driver.get("about:blank");
    driver.get("file:///tmp/report.html" + place);
    await("return document.documentElement.dataset.ready === 'true'");
  }

  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** What a script returns: it is a function's body. */
  <T> T run(Class<T> type, String script, Object... arguments) {
    return type.cast(Objects.requireNonNull(driver.executeScript(script, arguments)));
  }

  long number(String script, Object... arguments) {
    return run(Long.class, script, arguments);
  }

  double decimal(String script, Object... arguments) {
    return run(Number.class, script, arguments).doubleValue();
  }

  String text(String selector) {
    return run(String.class, "return document.querySelector(arguments[0]).textContent", selector);
  }

  long count(String selector) {
    return number("return document.querySelectorAll(arguments[0]).length", selector);
  }

  void click(String selector) {
    driver.executeScript("document.querySelector(arguments[0]).click()", selector);
  }

  void await(String condition) {
    await(condition, PATIENCE);
  }

  void await(String condition, Duration patience) {
    new WebDriverWait(driver, patience)
        .pollingEvery(Duration.ofMillis(20))
        .until(d -> Boolean.TRUE.equals(driver.executeScript(condition)));
  }

  /** As a person does who has just clicked or tabbed to something. */
  void pressWhereTheFocusIs(String key) {
    driver.executeScript(
        "document.activeElement.dispatchEvent("
            + "new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))",
        key);
  }

  void press(String selector, String key) {
    driver.executeScript(
        "document.querySelector(arguments[0]).dispatchEvent("
            + "new KeyboardEvent('keydown', {key: arguments[1], bubbles: true}))",
        selector,
        key);
  }

  /**
   * How the system would have pages look (Media Queries level 5).
   *
   * @param medium {@code print} or {@code screen}
   * @param scheme {@code light} or {@code dark}
   */
  void prefer(String medium, String scheme) {
    var feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    ((HasCdp) new Augmenter().augment(driver))
        .executeCdpCommand(
            "Emulation.setEmulatedMedia", Map.of("media", medium, "features", List.of(feature)));
  }

  /** A property as it is computed for the first element of a selector, such as its colour. */
  String style(String selector, String property) {
    return run(
        String.class,
        "return getComputedStyle(document.querySelector(arguments[0]))"
            + ".getPropertyValue(arguments[1])",
        selector,
        property);
  }

  void shoot(String name) throws IOException {
    Files.write(SHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What axe-core objects to, by WCAG 2.1 A and AA and its best practices; empty for nothing. */
  List<?> accessibilityComplaints() throws IOException {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then((found) => done(found.violations.map((v) =>
              v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | '))));
            """);
    return (List<?>) Objects.requireNonNull(found);
  }

  private static String axe() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
      return new String(Objects.requireNonNull(in, "axe-core").readAllBytes(), UTF_8);
    }
  }

  /** The errors of the page: what it threw, what its policy refused, what it could not load. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().equals(Level.SEVERE))
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    container.stop();
  }
}
