package io.backpressure.channel.spring.autoconfigure;

import java.util.Optional;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Defaults;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Check that {@code max-buffer-size} is at least {@code buffer-size}, which a channel may
 * inherit from the defaults.
 */
final class BufferSizeOrder {

	private BufferSizeOrder() {
	}

	static Optional<Problem> check(Binder binder, ConfigurationProperty max) {
		try {
			Bindable<Integer> type = Bindable.of(Integer.class);
			int size = binder.bind(max.getName().getParent().append("buffer-size"), type)
				.orElseGet(() -> binder.bindOrCreate("backpressure.defaults", Defaults.class).bufferSize());
			return (binder.bind(max.getName(), type).get() >= size) ? Optional.empty()
					: Optional.of(Problem.of(max, "The largest buffer size must be at least the buffer size of " + size
							+ ". Raise max-buffer-size, or remove it."));
		}
		catch (BindException ex) {
			return Optional.empty(); // reported by the check of the invalid property
		}
	}

}
