package io.backpressure.channel.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.backpressure.channel.spring.BufferSize;
import io.backpressure.channel.spring.Suggestion;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.RecentEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * What an operator can do for a channel. Each is logged, since it changes what an
 * application does without anybody having changed the application.
 */
final class ChannelOperations {

	static final List<String> ACTIONS = List.of("pause", "resume", "purge", "close", "drain");

	private static final Log logger = LogFactory.getLog(BackpressureEndpoint.class);

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MAX_DRAIN_TIMEOUT = Duration.ofMinutes(5);

	private final ListenerRegistry listeners;

	ChannelOperations(ListenerRegistry listeners) {
		this.listeners = listeners;
	}

	/**
	 * Do what was asked for.
	 * @throws IllegalArgumentException if that makes no sense
	 * @throws UnsupportedOperationException if the channel cannot do it
	 */
	Outcome perform(ChannelWatch watch, @Nullable String action, @Nullable String listener, @Nullable String timeout)
			throws InterruptedException {
		if (action == null || !ACTIONS.contains(action)) {
			throw new IllegalArgumentException(
					(action != null) ? "There is no action '" + action + "'." + Suggestion.of(action, ACTIONS)
							: "An action is missing." + Suggestion.of("", ACTIONS));
		}
		boolean concernsListeners = action.equals("pause") || action.equals("resume");
		if (listener != null && !concernsListeners) {
			throw new IllegalArgumentException("The action '" + action + "' concerns a channel and no listener.");
		}
		if (timeout != null && !action.equals("drain")) {
			throw new IllegalArgumentException("The action '" + action + "' does not wait and takes no timeout.");
		}
		Outcome outcome = switch (action) {
			case "pause" -> change(watch, listener, action, ListenerContainer::pause, RecentEvent.Kind.PAUSED);
			case "resume" -> change(watch, listener, action, ListenerContainer::resume, RecentEvent.Kind.RESUMED);
			case "purge" -> purge(watch);
			case "close" -> close(watch);
			default -> drain(watch, limit(timeout));
		};
		logger.warn("Channel '" + outcome.channel() + "', by an operator: " + outcome.action() + ": " + outcome.text());
		return outcome;
	}

	private Outcome change(ChannelWatch watch, @Nullable String id, String action, Consumer<ListenerContainer> change,
			RecentEvent.Kind kind) {
		List<ListenerContainer> chosen = chosen(watch, id);
		for (ListenerContainer listener : chosen) {
			change.accept(listener);
			watch.note(kind, 1, "listener " + listener.id());
		}
		Integer size = BufferSize.of(watch.channel());
		return new Outcome(watch.channel().name(), action, (size != null) ? size : 0, action + "d " + names(chosen));
	}

	private List<ListenerContainer> chosen(ChannelWatch watch, @Nullable String id) {
		String channel = watch.channel().name();
		List<ListenerContainer> all = this.listeners.ofChannel(channel);
		if (all.isEmpty()) {
			throw new IllegalArgumentException("Channel '" + channel + "' has no listeners.");
		}
		List<ListenerContainer> chosen = all.stream()
			.filter((listener) -> id == null || listener.id().equals(id))
			.toList();
		if (chosen.isEmpty()) {
			throw new IllegalArgumentException("Channel '" + channel + "' has no listener '" + id + "'."
					+ Suggestion.of(String.valueOf(id), all.stream().map(ListenerContainer::id).toList()));
		}
		return chosen;
	}

	private static String names(List<ListenerContainer> listeners) {
		return String.join(", ", listeners.stream().map(ListenerContainer::id).toList());
	}

	private static Outcome purge(ChannelWatch watch) {
		int purged = watch.channel().purge();
		watch.note(RecentEvent.Kind.PURGED, purged, null);
		return new Outcome(watch.channel().name(), "purge", purged, purged + " discarded, counted as dropped");
	}

	private static Outcome close(ChannelWatch watch) {
		watch.expectClose();
		watch.channel().close();
		int left = watch.channel().size();
		return new Outcome(watch.channel().name(), "close", left, "closed; " + left + " left for receivers");
	}

	private static Outcome drain(ChannelWatch watch, Duration limit) throws InterruptedException {
		close(watch);
		long start = System.nanoTime();
		while (watch.channel().size() > 0 && System.nanoTime() - start < limit.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(10);
		}
		int left = watch.channel().size();
		return new Outcome(watch.channel().name(), "drain", left, (left == 0) ? "closed and drained" : "closed; " + left
				+ " left after " + DurationFormatterUtils.print(limit, DurationFormat.Style.COMPOSITE));
	}

	private static Duration limit(@Nullable String timeout) {
		Duration limit = DRAIN_TIMEOUT;
		if (timeout != null) {
			try {
				limit = DurationFormatterUtils.detectAndParse(timeout);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException(
						"'" + timeout + "' is no duration. Write a number with a unit, such as 500ms, 5s or 1m.", ex);
			}
		}
		if (limit.isNegative() || limit.compareTo(MAX_DRAIN_TIMEOUT) > 0) {
			throw new IllegalArgumentException("The timeout must be from 0s to 5m, but is " + timeout + ".");
		}
		return limit;
	}

}
