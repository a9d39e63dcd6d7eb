package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.backpressure.demo.docs.Documents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scrape of the order desk under its light load.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "demo.load.interval=10ms",
		// meters of other libraries that promtool rejects
		"management.metrics.enable.http=false", "management.metrics.enable.jvm.compilation=false",
		"management.metrics.enable.process.cpu.time=false", "management.metrics.enable.system.cpu.count=false",
		"management.metrics.enable.tasks=false", "management.metrics.enable.tomcat=false" })
@DirtiesContext
class ScrapeTests {

	/** Channels of all four strategies, and one more. */
	private static final List<String> CHANNELS = List.of("orders", "quotes", "prices", "views", "shipments");

	private final RestClient client;

	ScrapeTests(@LocalServerPort int port) {
		this.client = RestClient.create("http://localhost:" + port);
	}

	@Test
	void documentedMetersExistForEveryChannelAndIncrease() throws IOException {
		List<String> names = Documents.meters();
		assertThat(names).hasSize(17);
		String first = scrape();
		for (String channel : CHANNELS) {
			assertThat(names).allSatisfy((name) -> assertThat(first).contains(sample(name, channel)));
		}
		Awaitility.await().untilAsserted(() -> {
			String later = scrape();
			assertThat(CHANNELS)
				.allSatisfy((channel) -> assertThat(value(later, "backpressure_channel_sent_messages_total", channel))
					.isGreaterThan(value(first, "backpressure_channel_sent_messages_total", channel)));
			assertThat(value(later, "backpressure_channel_dropped_messages_total", "prices")).isPositive();
			assertThat(value(later, "backpressure_channel_dropped_messages_total", "views")).isPositive();
		});
	}

	@Test
	void promtoolAcceptsScrape(@TempDir Path directory) throws Exception {
		Path scrape = Files.writeString(directory.resolve("scrape.txt"), scrape());
		assertThat(Promtool.run(scrape, "check", "metrics")).isEmpty();
	}

	private String scrape() {
		return String.valueOf(this.client.get().uri("/actuator/prometheus").retrieve().body(String.class));
	}

	private static String sample(String name, String channel) {
		return name + "{application=\"order-desk\",channel=\"" + channel + "\"}";
	}

	private static double value(String scrape, String name, String channel) {
		return scrape.lines()
			.filter((line) -> line.startsWith(sample(name, channel)))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.findFirst()
			.orElseThrow();
	}

}
