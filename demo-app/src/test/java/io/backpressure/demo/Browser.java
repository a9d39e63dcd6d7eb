package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Headless browser, which must be installed: nothing is downloaded.
 */
final class Browser implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Browser.class);

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	/**
	 * Browsers in the order in which they are tried: the first one renders at the lowest
	 * cost.
	 */
	private static final List<Path> BROWSERS = List.of(Path.of("/usr/lib/chromium/chromium-headless-shell"),
			Path.of("/usr/bin/chromium"));

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Skip the test with a message if no browser is installed. */
	static void assumeInstalled() {
		boolean installed = Files.isExecutable(DRIVER) && BROWSERS.stream().anyMatch(Files::isExecutable);
		String message = "!!! chromium is not installed (Debian: chromium, chromium-driver): NOT TESTED";
		if (!installed) {
			logger.warn(message);
		}
		assumeThat(installed).as(message).isTrue();
	}

	static Browser open() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSERS.stream().filter(Files::isExecutable).findFirst().orElseThrow().toFile());
		// without a graphics processor, a page would spend most of its time on animations
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars", "--force-prefers-reduced-motion");
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logging);
		return new Browser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(),
				options));
	}

	void get(String url) {
		// an address that differs only in its fragment would not reload the page
		this.driver.get("about:blank");
		this.driver.get(url);
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** Emulate a preferred colour scheme, without animations. */
	void prefer(String scheme) {
		emulate(Map.of("name", "prefers-color-scheme", "value", scheme));
	}

	/** Allow animations, in the default colour scheme. */
	void animate() {
		emulate(Map.of("name", "prefers-reduced-motion", "value", "no-preference"));
	}

	private void emulate(Map<String, String> feature) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
	}

	void offline(boolean offline) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	Object run(String script) {
		return this.driver.executeScript(script);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<String> texts(String selector) {
		Object texts = this.driver.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)", selector);
		return (texts instanceof List<?> list) ? list.stream().map(String::valueOf).toList() : List.of();
	}

	String text(String selector) {
		return String.join(" ", texts(selector));
	}

	String active() {
		return this.driver.switchTo().activeElement().getText();
	}

	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	void tabUntil(String text) {
		for (int count = 0; count < 60 && !active().equals(text); count++) {
			press(Keys.TAB);
		}
	}

	/** Return the text of the card of a channel. */
	String card(String channel) {
		return texts(".card").stream()
			.filter((text) -> text.startsWith(channel))
			.findFirst()
			.orElse("no card of " + channel);
	}

	/** Return the warnings and errors in the log of the browser. */
	List<String> loggedProblems() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	void screenshot(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
