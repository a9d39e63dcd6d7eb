package io.backpressure.channel;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Name of a channel. A generated name may be replaced once.
 */
final class ChannelName {

	private static final AtomicLong generated = new AtomicLong();

	private final AtomicReference<String> name;

	/** The generated name; null if the channel was built with a name. */
	private final @Nullable String replaceable;

	private ChannelName(String name, @Nullable String replaceable) {
		this.name = new AtomicReference<>(name);
		this.replaceable = replaceable;
	}

	static ChannelName of(String name) {
		return new ChannelName(name, null);
	}

	static ChannelName generate() {
		String name = "channel-" + generated.incrementAndGet();
		return new ChannelName(name, name);
	}

	/**
	 * Check a name that is given to a channel.
	 * @throws IllegalArgumentException if it is blank
	 */
	static String check(String name) {
		if (Objects.requireNonNull(name, "name must not be null").isBlank()) {
			throw new IllegalArgumentException("name must not be blank, but is '" + name + "'");
		}
		return name;
	}

	/** Return a copy of this name that cannot be replaced. */
	ChannelName fixed() {
		return of(toString());
	}

	/** Replace a generated name. Returns whether this call replaced it. */
	boolean replace(String name) {
		check(name);
		return this.replaceable != null && this.name.compareAndSet(this.replaceable, name);
	}

	@Override
	public String toString() {
		return this.name.get();
	}

}
