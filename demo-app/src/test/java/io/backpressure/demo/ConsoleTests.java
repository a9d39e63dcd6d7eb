package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.demo.load.SteadyLoad;
import io.backpressure.demo.standins.ShopWindow;
import io.backpressure.demo.standins.SimulatedWork;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Console of the demo in a browser. Screenshots go to the directory that
 * {@code -Dconsole.images} names.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ConsoleTests {

	private static Browser browser;

	private final String page;

	@Autowired
	private Map<String, BackpressureChannel<?>> channels;

	@Autowired
	private ListenerRegistry listeners;

	@Autowired
	private ShopWindow window;

	@Autowired
	private SimulatedWork work;

	@Autowired
	private SteadyLoad load;

	ConsoleTests(@LocalServerPort int port) {
		this.page = "http://localhost:" + port + "/backpressure";
	}

	@BeforeAll
	static void openTheBrowser() {
		Browser.assumeInstalled();
		browser = Browser.open();
	}

	@AfterAll
	static void closeTheBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void openThePage() {
		this.load.sendsPerSecond(null);
		this.work.workTime(Duration.ofMillis(5));
		this.listeners.containers().forEach(ListenerContainer::resume);
		browser.offline(false);
		browser.size(1400, 900);
		browser.prefer("light");
		browser.loggedProblems();
		open(this.page);
	}

	@Test
	void everyChannelIsShownLive() {
		browser.animate();
		assertThat(browser.texts(".card .name")).containsExactlyInAnyOrderElementsOf(this.channels.keySet());
		assertThat(browser.text("#connection")).isEqualTo("live");
		assertThat(browser.text("#application")).isEqualTo("order-desk");
		String before = browser.text("#sum-sent");
		eventually(() -> assertThat(browser.text("#sum-sent")).isNotEqualTo(before));
		eventually(() -> assertThat(browser.run("return document.querySelectorAll('.card canvas').length"))
			.isEqualTo((long) this.channels.size()));
		assertThat(browser.loggedProblems()).isEmpty();
	}

	@Test
	void nothingIsLoadedFromAnotherHost() {
		assertThat(
				browser.run("return performance.getEntriesByType('resource').map((each) => new URL(each.name).origin)"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isNotEmpty()
			.containsOnly(this.page.replace("/backpressure", ""));
	}

	@Test
	void slowConsumersShowEffectOfEachStrategy() {
		browser.run("const real = fetch; let late = 500; window.puts = 0; window.fetch = async (url, options) => {"
				+ "if (options?.method !== 'PUT') return real(url, options); const wait = late; late = 0;"
				+ "await new Promise((done) => setTimeout(done, wait)); const response = await real(url, options);"
				+ "window.puts++; return response; }");
		slide("work-takes", Keys.END); // the script delays this request
		slide("load", Keys.END);
		eventually(() -> assertThat(browser.run("return window.puts")).isEqualTo(2L));
		assertThat(this.load.sendsPerSecond()).isEqualTo(2000);
		eventually(() -> {
			assertThat(browser.card("orders")).contains("100 / 100", "waiting", "until there is room");
			assertThat(browser.card("views")).contains("32 / 32", "/s newest dropped");
			assertThat(browser.card("prices")).contains("16 / 16", "/s oldest dropped");
			assertThat(browser.card("quotes")).contains("10 / 10", "/s sends rejected");
		});
		Long shown = this.window.shown().getOrDefault("cup", 0L);
		eventually(() -> assertThat(this.window.shown().get("cup")).isGreaterThan(shown));
		eventually(() -> assertThat(notableConditionsComeFirst()).isTrue());
		eventually(
				() -> assertThat(browser.run("return document.title")).asString().matches("\\(\\d+\\) Backpressure"));
	}

	@Test
	void detailShowsConditionAndAcceptsCommands() {
		this.work.workTime(Duration.ofSeconds(1));
		this.load.sendsPerSecond(200);
		browser
			.run("[...document.querySelectorAll('.card .name')].find((each) => each.textContent === 'orders').click()");
		eventually(() -> {
			assertThat(browser.text(".answers")).contains("Full since", "pricing: 3 of 3 busy", "for room");
			assertThat(browser.text(".settings")).contains("buffer-size", "from the defaults", "application.yml");
			assertThat(browser.text(".events")).contains("senders waited");
		});
		browser.find(".listener button").click();
		eventually(() -> {
			assertThat(this.listeners.get("pricing").isPaused()).isTrue();
			assertThat(browser.text(".answers")).contains("pricing is paused");
			assertThat(browser.text(".listener button")).isEqualTo("Resume");
		});
		this.load.sendsPerSecond(0);
		browser.find(".commands button").click();
		eventually(() -> assertThat(browser.text("dialog")).contains("Discard the buffered values?"));
		assertThat(channel("orders").size()).isPositive();
		browser.press(Keys.ENTER); // presses the focused button, which cancels
		eventually(() -> assertThat(browser.texts("dialog")).isEmpty());
		assertThat(channel("orders").size()).isPositive();
		browser.find(".commands button").click();
		eventually(() -> browser.find("dialog .danger").click());
		eventually(() -> {
			assertThat(browser.text(".result")).contains("discarded");
			assertThat(channel("orders").size())
				.as("values left after the purge, from senders that were waiting for room")
				.isLessThanOrEqualTo(4);
		});
		browser.find(".listener button").click();
		eventually(() -> assertThat(this.listeners.get("pricing").isPaused()).isFalse());
	}

	@Test
	void channelIsFoundOpenedAndClosedByKeyboard() {
		browser.press("/");
		browser.press("quot");
		eventually(() -> assertThat(browser.texts(".card .name")).containsExactly("quotes"));
		browser.tabUntil("quotes");
		browser.press(Keys.ENTER);
		eventually(() -> {
			assertThat(browser.find("#detail").isDisplayed()).isTrue();
			assertThat(browser.active()).isEqualTo("quotes");
			assertThat(browser.run("return location.hash")).isEqualTo("#quotes");
		});
		browser.press(Keys.ESCAPE);
		eventually(() -> {
			assertThat(browser.find("#detail").isDisplayed()).isFalse();
			assertThat(browser.active()).isEqualTo("quotes");
		});
		browser.press("/");
		browser.press(Keys.ESCAPE);
		eventually(() -> assertThat(browser.texts(".card .name")).hasSameSizeAs(this.channels.keySet()));
	}

	@Test
	void addressOpensChannel() {
		open(this.page + "#views");
		eventually(() -> assertThat(browser.text("#detail-name")).isEqualTo("views"));
		eventually(() -> assertThat(browser.text(".detail .type")).contains("PageView"));
	}

	@Test
	void lostAndRestoredConnectionIsShown() {
		browser.offline(true);
		eventually(() -> {
			assertThat(browser.text("#connection")).isEqualTo("connection lost");
			assertThat(browser.find("#lost").isDisplayed()).isTrue();
			assertThat(browser.text("#lost")).contains("This page shows the state at");
		});
		assertThat(browser.texts(".card")).hasSameSizeAs(this.channels.keySet());
		browser.offline(false);
		eventually(() -> {
			assertThat(browser.text("#connection")).isEqualTo("live");
			assertThat(browser.find("#lost").isDisplayed()).isFalse();
		});
	}

	@Test
	void pausedPageDoesNotChange() {
		browser.find("#pause").click();
		eventually(() -> assertThat(browser.text("#connection")).startsWith("paused at"));
		String before = browser.text(".legend");
		this.load.sendsPerSecond(500);
		long sent = channel("orders").stats().sendCount();
		eventually(() -> assertThat(channel("orders").stats().sendCount()).isGreaterThan(sent + 1000));
		assertThat(browser.text(".legend")).isEqualTo(before);
		browser.find("#pause").click();
		eventually(() -> assertThat(browser.text(".legend")).isNotEqualTo(before));
	}

	@Test
	void themeFollowsSystemAndButton() {
		browser.prefer("dark");
		eventually(() -> assertThat(brightness()).isLessThan(60));
		browser.find("#theme").click();
		eventually(() -> assertThat(brightness()).isGreaterThan(200));
		open(this.page);
		eventually(() -> assertThat(brightness()).as("the choice is kept").isGreaterThan(200));
		browser.run("localStorage.clear()");
	}

	@Test
	void pageFitsScreen() {
		for (int width : new int[] { 360, 600, 900, 1400 }) {
			browser.size(width, 800);
			eventually(() -> assertThat(browser.run("return innerWidth")).isEqualTo((long) width));
			eventually(() -> assertNothingOverflows(width));
			browser.run("document.querySelector('.card .name').click()");
			eventually(() -> assertThat(browser.texts(".settings tr")).isNotEmpty());
			eventually(() -> assertNothingOverflows(width));
			browser.press(Keys.ESCAPE);
			eventually(() -> assertThat(browser.find("#detail").isDisplayed()).isFalse());
		}
	}

	private static void assertNothingOverflows(int width) {
		assertThat((long) browser.run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
		assertThat(browser.run("const detail = document.getElementById('detail');"
				+ "return detail.hidden || detail.scrollWidth <= detail.clientWidth"))
			.isEqualTo(true);
	}

	@Test
	void updatesDoNotMoveElements() {
		browser.run("document.getElementById('sort').value = 'name';"
				+ "document.getElementById('sort').dispatchEvent(new Event('change'));");
		eventually(() -> assertThat(browser.texts(".card .name")).isSorted());
		awaitSamples(8);
		browser.run("window.shifts = 0; new PerformanceObserver((list) => list.getEntries()"
				+ ".forEach((each) => window.shifts += each.value)).observe({ type: 'layout-shift' })");
		this.work.workTime(Duration.ofMillis(500));
		this.load.sendsPerSecond(500);
		eventually(() -> assertThat(browser.card("orders")).contains("100 / 100", "waiting"));
		this.work.workTime(Duration.ZERO);
		this.load.sendsPerSecond(0);
		eventually(() -> assertThat(browser.card("orders")).contains("0 / 100"));
		assertThat(((Number) browser.run("return window.shifts")).doubleValue()).isLessThan(0.005);
	}

	@Test
	void missingEndpointIsExplained() {
		try (ConfigurableApplicationContext other = start("--management.endpoints.web.exposure.include=health")) {
			browser.get(address(other));
			eventually(() -> {
				assertThat(browser.text("#problem")).contains("There is no endpoint at /actuator/backpressure",
						"include: health, backpressure");
				assertThat(browser.find("#problem").isDisplayed()).isTrue();
			});
		}
	}

	@Test
	void endpointOnOtherPortIsExplained() {
		try (ConfigurableApplicationContext other = start("--management.server.port=0")) {
			browser.get(address(other));
			eventually(() -> assertThat(browser.text("#problem")).contains("Remove management.server.port"));
		}
	}

	@Test
	void pageStaysUsableWithThousandChannels() {
		try (ConfigurableApplicationContext other = start("--management.endpoint.backpressure.access=read-only")) {
			ChannelRegistry registry = other.getBean(ChannelRegistry.class);
			for (int number = 0; number < 1000; number++) {
				registry.create("many-" + number, String.class, (channel) -> channel.bufferSize(1));
			}
			registry.get("many-777", String.class).trySend("one that nobody takes");
			open(address(other));
			eventually(() -> assertThat(browser.text("#sum-channels")).isEqualTo("1,009"));
			eventually(() -> assertThat(browser.texts("tr.row .name").get(0)).isEqualTo("many-777"));
			assertThat(browser.texts("tr.row")).hasSizeLessThan(60);
			browser.run("scrollTo(0, document.body.scrollHeight)");
			eventually(() -> assertThat(browser.texts("tr.row .name")).contains("many-999", "warehouse-south"));
			browser.find("#search").sendKeys("many-4");
			eventually(() -> assertThat(browser.text("#note")).isEqualTo("111 of 1,009 channels."));
			browser.run("document.querySelector('tr.row .name').click()");
			eventually(() -> assertThat(browser.text(".hint"))
				.contains("management.endpoint.backpressure.access: unrestricted"));
			assertThat(browser.find(".commands button").isEnabled()).isFalse();
		}
	}

	/**
	 * Take the screenshots of the README. Not part of a build, because screenshots always
	 * differ.
	 */
	@Test
	@EnabledIfSystemProperty(named = "console.images", matches = ".+")
	void screenshotsForReadmeAreTaken() throws IOException {
		Path directory = Path.of(System.getProperty("console.images"));
		browser.size(1400, 910);
		awaitSamples(60);
		browser.run("[...document.querySelectorAll('.presets button')]"
				+ ".find((each) => each.textContent === 'Slow consumers').click()");
		awaitSamples(120);
		browser.screenshot(directory.resolve("console-light.png"));
		browser.prefer("dark");
		awaitSamples(122);
		browser.screenshot(directory.resolve("console-dark.png"));
	}

	/**
	 * Wait until the loaded page has polled the given number of times. A page polls once
	 * a second.
	 */
	private static void awaitSamples(int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2).plusSeconds(count))
			.until(() -> (long) browser.run("return performance.getEntriesByName("
					+ "location.origin + '/actuator/backpressure').length") >= count);
	}

	private static void open(String page) {
		browser.get(page);
		eventually(() -> assertThat(browser.text("#connection")).isEqualTo("live"));
	}

	private static ConfigurableApplicationContext start(String property) {
		return new SpringApplicationBuilder(DemoApplication.class).run("--server.port=0", "--demo.load.enabled=false",
				property);
	}

	private static String address(ConfigurableApplicationContext application) {
		return "http://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/backpressure";
	}

	private static void slide(String name, Keys key) {
		WebElement slider = browser.find("input[name='" + name + "']");
		slider.sendKeys(key);
		eventually(() -> assertThat(slider.getDomProperty("value")).isEqualTo(slider.getDomProperty("max")));
	}

	/** Return whether cards of level 2 or more come first, in descending order. */
	private static boolean notableConditionsComeFirst() {
		return browser.texts(".card").size() > 4 && (boolean) browser
			.run("const levels = [...document.querySelectorAll('.card')].map((card) => Number(card.dataset.level));"
					+ "return levels[0] > 1 && levels.every((level, index) => index === 0 || level <= levels[index - 1] || level < 2)");
	}

	private static int brightness() {
		String colour = String.valueOf(browser.run("return getComputedStyle(document.body).backgroundColor"));
		List<String> parts = List.of(colour.replaceAll("[^0-9,]", "").split(","));
		return parts.stream().mapToInt(Integer::parseInt).sum() / parts.size();
	}

	private BackpressureChannel<?> channel(String name) {
		return this.channels.get(name);
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(WebDriverException.class) // for missing elements
			.untilAsserted(assertion);
	}

}
