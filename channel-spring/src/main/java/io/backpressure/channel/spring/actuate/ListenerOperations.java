package io.backpressure.channel.spring.actuate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.RecentEvent;
import io.backpressure.channel.spring.support.ChannelAccess;
import io.backpressure.channel.spring.support.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * Pause and resume operations on the listeners of a channel.
 */
final class ListenerOperations {

	private final ListenerRegistry listeners;

	ListenerOperations(ListenerRegistry listeners) {
		this.listeners = listeners;
	}

	Outcome pause(ChannelWatch watch, @Nullable String id) {
		return outcome(watch, "pause", chosen(watch, id).stream().map((listener) -> pause(watch, listener)));
	}

	private static String pause(ChannelWatch watch, ListenerContainer listener) {
		boolean wasPaused = listener.isPaused();
		listener.pause();
		if (!listener.isRunning()) {
			return listener.id() + " is stopped, and will be paused when it is started";
		}
		if (wasPaused) {
			return listener.id() + " was paused already";
		}
		watch.note(RecentEvent.Kind.PAUSED, 1, "listener " + listener.id());
		return "paused " + listener.id();
	}

	Outcome resume(ChannelWatch watch, @Nullable String id) {
		return outcome(watch, "resume", chosen(watch, id).stream().map((listener) -> resume(watch, listener)));
	}

	private static String resume(ChannelWatch watch, ListenerContainer listener) {
		boolean wasPaused = listener.isPaused();
		listener.resume();
		if (!listener.isRunning()) {
			return listener.id() + " is stopped, and receives nothing until it is started";
		}
		if (!wasPaused) {
			return listener.id() + " was not paused";
		}
		watch.note(RecentEvent.Kind.RESUMED, 1, "listener " + listener.id());
		return "resumed " + listener.id();
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
			throw new IllegalArgumentException(
					"Channel '" + channel + "' has no listener '" + Excerpt.of(String.valueOf(id)) + "'."
							+ Suggestion.of(String.valueOf(id), all.stream().map(ListenerContainer::id).toList()));
		}
		return chosen;
	}

	private static Outcome outcome(ChannelWatch watch, String action, Stream<String> results) {
		Integer size = ChannelAccess.size(watch.channel());
		return new Outcome(watch.channel().name(), action, (size != null) ? size : 0,
				results.collect(Collectors.joining("; ")));
	}

}
