package io.backpressure.channel.spring.actuate;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.RecentEvent;
import io.backpressure.channel.spring.support.Suggestion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Actions of an operator on a channel. Each completed action is logged, because neither
 * the code nor the configuration of the application shows it.
 */
final class ChannelOperations {

	static final List<String> ACTIONS = List.of("pause", "resume", "purge", "close", "drain", "resize");

	private static final Log logger = LogFactory.getLog(BackpressureEndpoint.class);

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MAX_DRAIN_TIMEOUT = Duration.ofMinutes(5);

	private static final int MAX_TIMEOUT_LENGTH = 40;

	private final ListenerOperations listeners;

	ChannelOperations(ListenerRegistry listeners) {
		this.listeners = new ListenerOperations(listeners);
	}

	/**
	 * Perform an action. Arguments may have any length: messages quote at most an
	 * excerpt.
	 * @throws IllegalArgumentException if the request is invalid
	 * @throws UnsupportedOperationException if the channel does not support the action
	 */
	Outcome perform(ChannelWatch watch, @Nullable String action, @Nullable String listener, @Nullable String timeout,
			@Nullable String bufferSize) throws InterruptedException {
		if (action == null || !ACTIONS.contains(action)) {
			throw new IllegalArgumentException((action != null)
					? "There is no action '" + Excerpt.of(action) + "'." + Suggestion.of(action, ACTIONS)
					: "An action is missing." + Suggestion.of("", ACTIONS));
		}
		boolean concernsListeners = action.equals("pause") || action.equals("resume");
		rejectUnless(concernsListeners, listener, action, "applies to the whole channel. Remove the listener.");
		rejectUnless(action.equals("drain"), timeout, action, "does not wait. Remove the timeout.");
		rejectUnless(action.equals("resize"), bufferSize, action,
				"does not change the buffer size. Remove bufferSize, or use the action 'resize'.");
		Outcome outcome = switch (action) {
			case "pause" -> this.listeners.pause(watch, listener);
			case "resume" -> this.listeners.resume(watch, listener);
			case "purge" -> purge(watch);
			case "close" -> close(watch);
			case "resize" -> resize(watch, bufferSize);
			default -> drain(watch, limit(timeout));
		};
		logger.warn(
				"Operator action '" + outcome.action() + "' on channel '" + outcome.channel() + "': " + outcome.text());
		return outcome;
	}

	private static void rejectUnless(boolean applicable, @Nullable String argument, String action, String reason) {
		if (argument != null && !applicable) {
			throw new IllegalArgumentException("Action '" + action + "' " + reason);
		}
	}

	private static Outcome purge(ChannelWatch watch) {
		int purged = watch.channel().purge();
		watch.note(RecentEvent.Kind.PURGED, purged, null);
		return new Outcome(watch.channel().name(), "purge", purged, purged + " discarded, counted as purged");
	}

	private static Outcome close(ChannelWatch watch) {
		watch.expectClose();
		watch.channel().close();
		int left = watch.channel().size();
		return new Outcome(watch.channel().name(), "close", left, "closed; " + left + " left for receivers");
	}

	private static Outcome drain(ChannelWatch watch, Duration limit) throws InterruptedException {
		close(watch);
		int left = watch.channel().awaitDrained(limit) ? 0 : watch.channel().size();
		return new Outcome(watch.channel().name(), "drain", left, (left == 0) ? "closed and drained" : "closed; " + left
				+ " left after " + DurationFormatterUtils.print(limit, DurationFormat.Style.COMPOSITE));
	}

	private static Outcome resize(ChannelWatch watch, @Nullable String bufferSize) {
		int max = watch.channel().maxBufferSize();
		int size = parse(bufferSize, max);
		if (size < 1 || size > max) {
			throw new IllegalArgumentException("The buffer size must be from 1 to " + max + ", but is " + size
					+ ". The property max-buffer-size of the channel sets the limit.");
		}
		int before = watch.channel().capacity();
		watch.channel().resize(size);
		String change = "from " + before + " to " + size;
		watch.note(RecentEvent.Kind.RESIZED, 1, change);
		return new Outcome(watch.channel().name(), "resize", size, "resized " + change);
	}

	private static int parse(@Nullable String bufferSize, int max) {
		String right = "Write bufferSize, a whole number from 1 to " + max + ".";
		if (bufferSize == null) {
			throw new IllegalArgumentException("The buffer size is missing. " + right);
		}
		try {
			return Integer.parseInt(bufferSize);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + Excerpt.of(bufferSize) + "' is not a buffer size. " + right, ex);
		}
	}

	private static Duration limit(@Nullable String timeout) {
		Duration limit = DRAIN_TIMEOUT;
		if (timeout != null) {
			try {
				limit = parse(timeout);
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				throw new IllegalArgumentException("'" + Excerpt.of(timeout)
						+ "' is not a duration. Write a number with a unit, such as 500ms, 5s or 1m.", ex);
			}
		}
		if (limit.isNegative() || limit.compareTo(MAX_DRAIN_TIMEOUT) > 0) {
			throw new IllegalArgumentException("The timeout must be from 0s to 5m, but is " + timeout + ".");
		}
		return limit;
	}

	private static Duration parse(String timeout) {
		if (timeout.length() > MAX_TIMEOUT_LENGTH) {
			throw new IllegalArgumentException("longer than any duration up to 5m");
		}
		return DurationFormatterUtils.detectAndParse(timeout);
	}

}
