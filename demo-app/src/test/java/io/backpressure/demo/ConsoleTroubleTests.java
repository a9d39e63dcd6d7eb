package io.backpressure.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.support.TimeSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Console in case of problems with the application, its responses, the address or the
 * screen.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "backpressure.channels.unpriced.type=io.backpressure.channel.spring.listener.FailedValue",
				"backpressure.listener.listeners.pricing.dead-letter=unpriced" })
@Import(ConsoleTroubleTests.MovableTime.class)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTroubleTests {

	private static Browser browser;

	private final String page;

	@Autowired
	private ChannelRegistry registry;

	@Autowired
	private ListenerContainerFactory factory;

	@Autowired
	private ChannelMonitor monitor;

	@Autowired
	private MovableTime time;

	ConsoleTroubleTests(@LocalServerPort int port) {
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
	void setTheScreen() {
		browser.size(1280, 900);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#%", "#%E0%A4%A", "#%zz" })
	void malformedAddressShowsChannels(String fragment) {
		open(this.page + fragment);
		eventually(() -> assertThat(browser.texts(".card")).isNotEmpty());
	}

	@Test
	void unknownChannelInTheAddressIsNamed() {
		open(this.page + "#nothing");
		eventually(() -> assertThat(browser.text("#note")).isEqualTo("There is no channel 'nothing'."));
		assertThat(browser.find("#detail").isDisplayed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			new Response('<html>Sign in</html>', { headers: { 'Content-Type': 'text/html' } }) ; You are not signed in
			new Response('', { status: 401 }) ; You are not signed in
			Object.defineProperty(new Response(''), 'type', { value: 'opaqueredirect' }) ; You are not signed in
			new Response('', { status: 403 }) ; csrf(CsrfConfigurer::spa)
			""")
	void failedCommandShowsReason(String response, String reason) {
		open(this.page + "#quotes");
		eventually(() -> assertThat(browser.texts(".listener button")).containsExactly("Pause"));
		respond("options?.method === 'POST'", response);
		browser.find(".listener button").click();
		eventually(() -> {
			assertThat(browser.text(".result")).startsWith("Nothing was done").contains(reason);
			assertThat(browser.run("return document.querySelector('.result').hasAttribute('data-failed')"))
				.isEqualTo(true);
		});
	}

	@Test
	void unavailableDetailShowsReason() {
		open(this.page);
		respond("String(url).endsWith('/quotes')",
				"new Response('{\"reason\": \"the disk is full\"}', { status: 500, headers: { 'Content-Type': 'application/json' } })");
		click("quotes");
		eventually(() -> {
			assertThat(browser.text(".events")).isEqualTo("Unknown: the disk is full");
			assertThat(browser.text(".settings")).isEqualTo("Unknown: the disk is full");
			assertThat(browser.text(".detail .type")).contains("the disk is full");
		});
	}

	@Test
	@Order(Integer.MAX_VALUE) // by then there are enough samples
	void chartsBeginWithSamplesOfTheApplication() {
		Awaitility.await().until(() -> this.monitor.find("orders").orElseThrow().samples().times().size() > 10);
		open(this.page);
		eventually(() -> assertThat((long) browser.run("return [...document.querySelectorAll('.card')]"
				+ ".find((card) => card.textContent.startsWith('orders')).querySelector('.spark').spark.chart.data[2]"
				+ ".filter((value) => value !== null).length"))
			.isGreaterThan(10 + (long) browser
				.run("return performance.getEntriesByName(" + "location.origin + '/actuator/backpressure').length")
					- 5));
	}

	@Test
	void channelWithDiscardedValuesIsShownFirst() {
		this.registry.create("zz-failing", String.class, (channel) -> channel.bufferSize(10));
		ListenerContainer listener = this.factory.create("breaking", "zz-failing", String.class, (value) -> {
			throw new IllegalStateException("on purpose");
		}, ListenerOptions.NONE);
		try {
			listener.start();
			open(this.page);
			this.registry.get("zz-failing", String.class).trySend("a secret");
			eventually(() -> {
				assertThat(browser.texts(".card .name").get(0)).isEqualTo("zz-failing");
				assertThat(browser.card("zz-failing")).contains("listener 'breaking' discard", "IllegalStateException");
			});
			click("zz-failing");
			eventually(() -> {
				assertThat(browser.text(".answers")).contains("1 value discarded by breaking (IllegalStateException)");
				assertThat(browser.text(".listener")).contains("1 discarded; last failure",
						"java.lang.IllegalStateException");
				assertThat(browser.text(".events")).contains("listener breaking: IllegalStateException, discarded");
			});
			assertThat(browser.text("body")).doesNotContain("secret", "on purpose");
		}
		finally {
			this.registry.get("zz-failing", String.class).close();
		}
	}

	@Test
	void longCallAndFullChannelShowTheirDuration() {
		CountDownLatch call = new CountDownLatch(1);
		BackpressureChannel<String> full = this.registry.create("zz-full", String.class,
				(channel) -> channel.bufferSize(1));
		BackpressureChannel<CountDownLatch> heldUp = this.registry.create("zz-held-up", CountDownLatch.class,
				(channel) -> channel.bufferSize(10));
		ListenerContainer listener = this.factory.create("packing", "zz-held-up", CountDownLatch.class,
				CountDownLatch::await, ListenerOptions.NONE);
		try (full; heldUp) {
			listener.start();
			heldUp.trySend(call);
			full.trySend("a value");
			Awaitility.await()
				.until(() -> !listener.longestCall().isZero()
						&& this.monitor.find("zz-full").orElseThrow().fullSince() != null);
			this.time.move(Duration.ofMinutes(5));
			open(this.page);
			eventually(() -> {
				assertThat(browser.card("zz-full")).containsPattern("at least 90 % full for [5-9]m");
				assertThat(browser.card("zz-held-up"))
					.containsPattern("listener 'packing' has been in one call for [5-9]m");
			});
			assertThat(browser.texts(".card[data-level='0'] .name")).contains("quotes").doesNotContain("zz-held-up");
			click("zz-held-up");
			eventually(() -> {
				assertThat(browser.text(".answers")).containsPattern("packing has been in one call for [5-9]m");
				assertThat(browser.text(".events")).contains("listener held up");
			});
			browser.press(Keys.ESCAPE);
			assertStateStandsBelowName("zz-full", "zz-held-up");
		}
		finally {
			call.countDown();
		}
	}

	/** Assert that on a phone, each state other than "fine" stands below the name. */
	private static void assertStateStandsBelowName(String... names) {
		browser.size(390, 1600);
		view("table");
		eventually(() -> {
			assertThat(browser.texts("tr.row:not([data-level='0']) .name")).contains(names);
			assertThat(browser.texts("tr.row[data-level='0'] .name")).contains("quotes");
			assertThat(browser.run("return [...document.querySelectorAll('tr.row')].filter((row) => {"
					+ "const name = row.querySelector('.name').getBoundingClientRect();"
					+ "const state = row.querySelector('.pill').getBoundingClientRect();"
					+ "const cell = row.querySelector('th').getBoundingClientRect();"
					+ "return row.dataset.level === '0' ? state.height > 0 : state.height < 10 || state.top < name.bottom - 2"
					+ " || state.bottom > cell.bottom || state.right > cell.right;"
					+ "}).map((row) => row.textContent)"))
				.isEqualTo(List.of());
		});
		view("auto");
	}

	@Test
	void pipelineLinksChannels() {
		open(this.page);
		eventually(() -> assertThat(browser.texts(".node text")).contains("orders", "priced", "shipments", "unpriced"));
		assertThat(browser.texts(".edge.sends title")).contains("pricing sends to priced");
		assertThat(browser.texts(".edge.dead title")).containsExactly("pricing sends dead letters to unpriced");
		browser.run("document.querySelector('.node[aria-label=orders]').dispatchEvent(new MouseEvent('click'))");
		eventually(() -> assertThat(browser.text("#detail-name")).isEqualTo("orders"));
		eventually(() -> browser.find(".neighbours button").click());
		eventually(() -> {
			assertThat(browser.text("#detail-name")).isEqualTo("priced");
			assertThat(browser.text(".neighbours")).contains("fed by pricing, from", "orders");
		});
		eventually(() -> browser.find(".neighbours button").click()); // back to orders
		eventually(() -> assertThat(browser.text(".neighbours")).contains("pricing sends dead letters to unpriced"));
		browser.run("document.querySelectorAll('.neighbours button')[1].click()");
		eventually(() -> {
			assertThat(browser.text("#detail-name")).isEqualTo("unpriced");
			assertThat(browser.text(".neighbours")).contains("dead letters of pricing, from orders");
		});
	}

	@Test
	void eventsAreOrderedByShownTime() {
		open(this.page + "#views");
		eventually(() -> assertThat(browser.texts(".events time")).hasSizeGreaterThan(1)
			.isSortedAccordingTo(Comparator.reverseOrder()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 390, 1280 })
	void namesAreNeverCutOff(int width) {
		browser.size(width, 1600);
		open(this.page);
		for (String view : List.of("cards", "table")) {
			view(view);
			String names = view.equals("cards") ? ".card .name" : "tr.row .name";
			eventually(() -> assertThat(browser.texts(names)).contains("warehouse-south"));
			assertThat(browser.run("return [...document.querySelectorAll('.channels button.name')]"
					+ ".filter((name) => name.scrollWidth > name.clientWidth || name.getBoundingClientRect().right"
					+ " > name.closest('th, h2').getBoundingClientRect().right + 1).map((name) => name.textContent)"))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.isEmpty();
		}
	}

	@Test
	void controlsAreLargeEnoughOnAPhone() {
		browser.size(390, 800);
		open(this.page);
		assertThat(browser.run("return [...document.querySelectorAll('.tools select, .tools input, .tools button')]"
				+ ".map((each) => each.getBoundingClientRect()).map((each) => Math.min(each.width, each.height))"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(5)
			.allSatisfy((size) -> assertThat(((Number) size).intValue()).isGreaterThanOrEqualTo(40));
		assertThat(
				browser.run("return [...document.querySelectorAll('.tools select')].map((each) => each.clientWidth)"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.allSatisfy((width) -> assertThat(((Number) width).intValue()).isGreaterThan(130));
	}

	@Test
	void consoleWorksBehindProxyThatStripsPrefix() throws IOException {
		try (PrefixProxy proxy = PrefixProxy.start("/tools/desk", this.page.replace("/backpressure", ""))) {
			browser.get("about:blank");
			browser.loggedProblems(); // discards the problems of earlier pages
			browser.get(proxy.address() + "/backpressure#quotes");
			eventually(() -> {
				assertThat(browser.texts(".card .name")).contains("orders");
				assertThat(browser.text(".detail .type")).contains("java.lang.String");
				assertThat(browser.texts("#extension .presets button")).contains("Flood");
			});
			assertThat(browser.run("return performance.getEntriesByType('resource').map((each) => each.name)"))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.hasSizeGreaterThan(20)
				.allSatisfy((name) -> assertThat(name).asString().startsWith(proxy.address() + "/"));
			assertThat(browser.loggedProblems()).isEmpty();
		}
	}

	@Test
	void tableOfSixtyChannelsFitsPhone() {
		try (ConfigurableApplicationContext other = start("--demo.load.enabled=false",
				"--server.servlet.context-path=/shop", "--spring.mvc.servlet.path=/api")) {
			ChannelRegistry many = other.getBean(ChannelRegistry.class);
			for (int number = 0; number < 60; number++) {
				many.create("european-replenishment-orders-" + number, String.class,
						(channel) -> channel.bufferSize(1));
			}
			browser.size(390, 800);
			open(address(other, "local.server.port").replace("/backpressure", "/shop/api/backpressure"));
			eventually(() -> assertThat(browser.texts("tr.row")).isNotEmpty());
			assertThat(browser.texts(".card")).isEmpty();
			assertThat((long) browser.run("return document.documentElement.scrollHeight")).isLessThan(5000);
			assertThat((long) browser.run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
		}
	}

	@Test
	void consoleWorksOnManagementPort() {
		try (ConfigurableApplicationContext other = start("--management.server.port=0")) {
			open(address(other, "local.management.port"));
			eventually(() -> assertThat(browser.texts(".card .name")).contains("orders"));
			assertThat(browser.loggedProblems()).isEmpty();
		}
	}

	/**
	 * Let the page itself respond to matching requests, instead of the application.
	 */
	private static void respond(String condition, String response) {
		browser.run("const real = window.fetch; window.fetch = (url, options) => " + condition + " ? Promise.resolve("
				+ response + ") : real(url, options)");
	}

	private static void click(String channel) {
		eventually(() -> assertThat(browser.texts(".channels .name")).contains(channel));
		browser.run("[...document.querySelectorAll('.channels .name')].find((each) => each.textContent === '" + channel
				+ "').click()");
	}

	private static void view(String view) {
		browser.run("const view = document.getElementById('view'); view.value = '" + view
				+ "'; view.dispatchEvent(new Event('change'));");
	}

	private static void open(String page) {
		browser.get(page);
		eventually(() -> assertThat(browser.text("#connection")).isEqualTo("live"));
		browser.loggedProblems();
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(DemoApplication.class).properties("server.port=0").run(properties);
	}

	private static String address(ConfigurableApplicationContext application, String port) {
		return "http://localhost:" + application.getEnvironment().getProperty(port) + "/backpressure";
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(100))
			.ignoreExceptionsInstanceOf(WebDriverException.class) // for missing elements
			.untilAsserted(assertion);
	}

	/** System time that can be moved forward. */
	static class MovableTime implements TimeSource {

		private final AtomicLong ahead = new AtomicLong();

		void move(Duration time) {
			this.ahead.addAndGet(time.toNanos());
		}

		@Override
		public long nanoTime() {
			return System.nanoTime() + this.ahead.get();
		}

	}

}
