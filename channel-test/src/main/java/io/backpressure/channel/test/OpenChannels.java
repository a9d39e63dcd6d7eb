package io.backpressure.channel.test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Channels that were open when the test began. The registry no longer finds a channel
 * that has been closed. Thread-safe.
 */
final class OpenChannels {

	private volatile Map<String, RecordingChannel<?>> channels = Map.of();

	/** Begin a test with the given channels, which are open. */
	void begin(Collection<RecordingChannel<?>> open) {
		Map<String, RecordingChannel<?>> channels = new TreeMap<>();
		open.forEach((channel) -> channels.put(channel.name(), channel));
		this.channels = channels;
	}

	/**
	 * Return the channel with a name if it was open when the test began and is closed
	 * now; otherwise {@code null}.
	 */
	@Nullable RecordingChannel<?> closed(String name) {
		RecordingChannel<?> channel = this.channels.get(name);
		return (channel != null && channel.isClosed()) ? channel : null;
	}

	/** Describe the channels that the test has closed, in the order of their names. */
	List<String> describeClosed() {
		List<String> names = this.channels.keySet().stream().filter((name) -> closed(name) != null).toList();
		if (names.size() > 1 && names.size() == this.channels.size()) {
			return List.of("- every channel is closed");
		}
		return names.stream().map((name) -> "- channel '" + name + "' is closed").toList();
	}

}
