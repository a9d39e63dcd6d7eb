package io.backpressure.channel.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Controllers that return the streams and futures of channels, on both web stacks.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class StreamingControllerTests {

	private static RunningApplication application;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Parameter
	private WebApplicationType stack;

	private BackpressureChannel<String> channel;

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType stack) {
		application = RunningApplication.start(StreamingApplication.class, "spring.main.web-application-type=" + stack,
				"server.tomcat.threads.max=4", "spring.mvc.async.request-timeout=10m");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void createChannel() {
		this.channel = application.bean(ChannelRegistry.class)
			.create("created", String.class, (builder) -> builder.bufferSize(3));
	}

	@AfterEach
	void closeChannel() {
		this.channel.close();
	}

	@Test
	void clientReceivesValuesInOrder() throws Exception {
		List<String> values = IntStream.range(0, 100).mapToObj((index) -> "value " + index).toList();
		try (EventClient events = connect("/channels/created")) {
			for (String value : values) {
				this.channel.send(value, Duration.ofMinutes(2));
			}
			await(() -> events.events().size() == values.size());
			assertThat(events.events()).isEqualTo(values);
			assertThat(events.hasEnded()).isFalse();
		}
	}

	@Test
	void streamEndsWhenChannelIsClosedAndDrained() throws Exception {
		try (EventClient events = connect("/channels/created")) {
			this.channel.send("cup");
			await(() -> events.events().equals(List.of("cup")));
			this.channel.send("plate");
			this.channel.send("bowl");
			this.channel.close();
			await(events::hasEnded);
			assertThat(events.events()).containsExactly("cup", "plate", "bowl");
		}
	}

	@Test
	void waitingStreamEndsWhenChannelIsClosed() throws Exception {
		try (EventClient events = connect("/channels/created")) {
			this.channel.send("cup");
			await(() -> events.events().equals(List.of("cup")));
			this.channel.close();
			await(events::hasEnded);
			assertThat(events.events()).containsExactly("cup");
		}
	}

	@Test
	void streamFailsWhenChannelIsClosedWithCause() throws Exception {
		try (EventClient events = connect("/channels/created")) {
			this.channel.send("cup");
			await(() -> events.events().equals(List.of("cup")));
			this.channel.send("plate");
			this.channel.close(new IllegalStateException("out of stock"));
			await(() -> events.hasFailed() || events.hasEnded());
			assertThat(events.hasFailed()).isTrue();
			assertThat(events.events()).containsExactly("cup", "plate");
		}
	}

	@Test
	void valuesSentAfterClientLeftRemainForOthers() throws Exception {
		WatchedSubscriptions subscriptions = application.bean(StreamingApplication.class).subscriptions;
		try (EventClient events = connect("/watched/created")) {
			this.channel.send("cup");
			await(() -> events.events().equals(List.of("cup")));
		}
		List<String> sent = new ArrayList<>();
		await(() -> { // the servlet stack detects only on a write that the client left
			if (this.channel.waitingReceivers() > 0 && subscriptions.cancelled() == 0) {
				sent.add("value " + sent.size());
				this.channel.send(sent.get(sent.size() - 1));
			}
			return subscriptions.cancelled() > 0;
		});
		await(() -> this.channel.waitingReceivers() == 0);
		while (this.channel.size() < this.channel.capacity()) {
			sent.add("value " + sent.size());
			this.channel.send(sent.get(sent.size() - 1));
		}
		assertThat(this.channel.stats().receiveCount()).isEqualTo(subscriptions.published());
		try (EventClient events = connect("/channels/created")) {
			await(() -> events.events().size() == this.channel.capacity());
			assertThat(events.events()).isEqualTo(sent.subList(sent.size() - this.channel.capacity(), sent.size()));
		}
	}

	@Test
	void requestsToFullChannelWaitWithoutThread() {
		fillChannel();
		List<CompletableFuture<HttpResponse<Void>>> responses = IntStream.range(0, 64)
			.mapToObj((index) -> post("value " + index))
			.toList();
		await(() -> this.channel.waitingSenders() == responses.size());
		assertThat(application.get("/hello").body()).isEqualTo("hello");
		assertThat(responses).noneMatch(CompletableFuture::isDone);
		List<String> received = new ArrayList<>();
		await(() -> {
			receiveInto(received);
			return responses.stream().allMatch(CompletableFuture::isDone);
		});
		receiveInto(received);
		assertThat(responses).allMatch((response) -> response.join().statusCode() == 202);
		assertThat(received).hasSize(3 + responses.size()).contains("value 0", "value 63");
	}

	@Test
	void valueOfClientThatLeavesIsNotSent() {
		Assumptions.assumeTrue(this.stack == WebApplicationType.REACTIVE,
				"the servlet stack does not detect that the client has left");
		fillChannel();
		CompletableFuture<HttpResponse<Void>> response = post("never sent");
		await(() -> this.channel.waitingSenders() == 1);
		response.cancel(true);
		await(() -> this.channel.waitingSenders() == 0);
		assertThat(this.channel.stats().sendCount()).isEqualTo(3);
	}

	private void fillChannel() {
		while (this.channel.size() < this.channel.capacity()) {
			assertThat(this.channel.trySend("buffered")).isEqualTo(SendResult.SENT);
		}
	}

	private void receiveInto(List<String> values) {
		for (String value = this.channel.tryReceive(); value != null; value = this.channel.tryReceive()) {
			values.add(value);
		}
	}

	private EventClient connect(String path) {
		return new EventClient(this.client, application.origin() + path);
	}

	private CompletableFuture<HttpResponse<Void>> post(String value) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create(application.origin() + "/channels/created"))
			.header("Content-Type", "text/plain")
			.POST(BodyPublishers.ofString(value))
			.build(), BodyHandlers.discarding());
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
	}

}
