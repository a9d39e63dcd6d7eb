package io.backpressure.channel.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Client that receives server-sent events and collects their data. Closing the client
 * closes the connection.
 */
final class EventClient implements Flow.Subscriber<String>, AutoCloseable {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final CompletableFuture<HttpResponse<Void>> response;

	private volatile Flow.@Nullable Subscription subscription;

	/** Connect without waiting for the response. */
	EventClient(HttpClient client, String uri) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).header("Accept", "text/event-stream").build();
		this.response = client.sendAsync(request, BodyHandlers.fromLineSubscriber(this));
	}

	/** Return the data of the events so far. */
	List<String> events() {
		return this.events;
	}

	/** Return whether the server has ended the stream normally. */
	boolean hasEnded() {
		return this.response.isDone() && !hasFailed() && this.response.join().statusCode() == 200;
	}

	/** Return whether the connection was closed in the middle of the stream. */
	boolean hasFailed() {
		return this.response.isCompletedExceptionally();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String line) {
		if (line.startsWith("data:")) {
			this.events.add(line.substring("data:".length()));
		}
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onComplete() {
	}

	@Override
	public void close() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
		this.response.cancel(true);
	}

}
