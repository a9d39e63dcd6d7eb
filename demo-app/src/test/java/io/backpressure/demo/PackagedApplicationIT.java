package io.backpressure.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClientException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packaged demo that runs as in production.
 */
@Execution(ExecutionMode.CONCURRENT)
class PackagedApplicationIT {

	private static final Logger logger = LoggerFactory.getLogger(PackagedApplicationIT.class);

	private static final Pattern AT_THE_END = Pattern
		.compile("Channel (\\S+) at the end: accepted=(\\d+) received=(\\d+) dropped=(\\d+) left=(\\d+)");

	private static final Pattern LISTENER_AT_THE_END = Pattern
		.compile("Listener (\\S+) at the end: received=(\\d+) processed=(\\d+) discarded=(\\d+) undelivered=(\\d+)");

	private static final int CHANNELS_OF_THE_DEMO = 9;

	@Test
	void aheadOfTimeApplicationHasAllChannels() throws Exception {
		List<String> declarations = IntStream.range(0, 1000)
			.mapToObj((number) -> "--backpressure.channels.channel-" + number + ".buffer-size=7")
			.toList();
		long begin = System.nanoTime();
		try (PackagedApplication application = PackagedApplication.start(List.of("-Dspring.aot.enabled=true"),
				declarations)) {
			long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
			assertThat(application.log()).contains("Starting AOT-processed");
			Awaitility.await()
				.untilAsserted(() -> assertThat(application.get("/actuator/prometheus")).contains(
						"backpressure_channel_buffer_capacity_messages{application=\"order-desk\",channel=\"channel-999\"} 7.0")
					.containsPattern(
							"backpressure_channel_sent_messages_total\\{application=\"order-desk\",channel=\"shipments\"\\} [1-9]"));
			long scrape = System.nanoTime();
			String text = application.get("/actuator/prometheus");
			logger.info("{} more channels: up after {} ms, {} characters scraped in {} ms", declarations.size(), millis,
					text.length(), (System.nanoTime() - scrape) / 1_000_000);
			assertThat(sentCounts(text)).hasSize(CHANNELS_OF_THE_DEMO + declarations.size());
			assertThat(application.get("/actuator/backpressure/channel-999")).contains("\"capacity\":7",
					"\"settings\"");
			assertThat(application.get("/actuator/backpressure/orders")).contains("\"id\":\"pricing\"",
					"io.backpressure.demo.domain.Order");
			assertThat(application.get("/actuator/health")).contains("UP");
			assertThat(application.get("/actuator/health/backpressure/channel-999")).contains("UP");
			assertThat(application.get("/backpressure")).contains("<title>");
		}
	}

	@Test
	void terminationUnderLoadFinishesAcceptedValues() throws Exception {
		for (int time = 0; time < Integer.getInteger("demo.terminations", 1); time++) {
			terminateUnderLoad(List.of("--demo.load.interval=5ms", "--backpressure.listener.drain-timeout=2m",
					"--spring.lifecycle.timeout-per-shutdown-phase=3m"), true);
		}
	}

	@Test
	void terminationReportsUnfinishedValues() throws Exception {
		for (int time = 0; time < Integer.getInteger("demo.terminations", 1); time++) {
			terminateUnderLoad(List.of("--demo.work-time=100ms", "--backpressure.listener.drain-timeout=300ms"), false);
		}
	}

	private static void terminateUnderLoad(List<String> arguments, boolean finishes) throws Exception {
		try (PackagedApplication application = PackagedApplication.start(List.of(), arguments)) {
			AtomicInteger accepted = new AtomicInteger();
			ExecutorService clients = Executors.newFixedThreadPool(16);
			for (int client = 0; client < 16; client++) {
				clients.execute(() -> placeOrders(application, accepted));
			}
			Awaitility.await().until(() -> accepted.get() > (finishes ? 500 : 200));
			application.terminate();
			clients.shutdownNow();
			assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
			List<MatchResult> channels = AT_THE_END.matcher(application.log()).results().toList();
			assertThat(channels).hasSize(CHANNELS_OF_THE_DEMO).allSatisfy((channel) -> {
				long dropped = channel.group(1).equals("views") ? 0 : number(channel, 4);
				assertThat(number(channel, 2)).as(channel.group())
					.isEqualTo(number(channel, 3) + dropped + number(channel, 5));
			});
			MatchResult orders = channels.stream()
				.filter((channel) -> channel.group(1).equals("orders"))
				.findFirst()
				.orElseThrow();
			assertThat(number(orders, 2)).isGreaterThanOrEqualTo(accepted.get());
			List<MatchResult> listeners = LISTENER_AT_THE_END.matcher(application.log()).results().toList();
			assertThat(listeners).hasSize(8)
				.allSatisfy((listener) -> assertThat(number(listener, 2)).as(listener.group())
					.isEqualTo(number(listener, 3) + number(listener, 4) + number(listener, 5)));
			long left = Stream.concat(channels.stream(), listeners.stream()).mapToLong((line) -> number(line, 5)).sum();
			assertThat(application.log().contains("Undelivered values: ")).isEqualTo(left > 0);
			if (finishes) {
				assertThat(left).isZero();
				assertThat(channels.stream().filter((channel) -> channel.group(1).equals("shipments")).findFirst())
					.hasValueSatisfying((shipments) -> assertThat(number(shipments, 3)).isEqualTo(number(orders, 2)));
			}
			else {
				assertThat(left).isPositive();
			}
		}
	}

	private static void placeOrders(PackagedApplication application, AtomicInteger accepted) {
		try {
			while (application.client()
				.post()
				.uri("/orders")
				.contentType(MediaType.APPLICATION_JSON)
				.body(Map.of("item", "cup", "quantity", 1))
				.retrieve()
				.toBodilessEntity()
				.getStatusCode() == HttpStatus.ACCEPTED) {
				accepted.incrementAndGet();
			}
		}
		catch (RestClientException ex) {
			// the server has stopped
		}
	}

	private static long number(MatchResult channel, int group) {
		return Long.parseLong(channel.group(group));
	}

	private static Stream<String> sentCounts(String scrape) {
		return scrape.lines().filter((line) -> line.startsWith("backpressure_channel_sent_messages_total{"));
	}

}
