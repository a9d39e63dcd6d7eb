package io.backpressure.channel;

import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The kinds of buffers on which the contract suite runs: the services of type
 * {@link BufferKind} or, if there are none, the kinds defined here. So a module that
 * provides a kind as a service runs the suite on that kind alone. Resets the kinds after
 * each test.
 */
final class BufferKinds implements AfterEachCallback {

	static final BufferKind RING = new InMemory("RING", RingChannel::create);

	private static final List<BufferKind> all = find();

	static List<BufferKind> all() {
		return all;
	}

	private static List<BufferKind> find() {
		List<BufferKind> provided = ServiceLoader.load(BufferKind.class)
			.stream()
			.map(ServiceLoader.Provider::get)
			.toList();
		return (!provided.isEmpty()) ? provided
				: List.of(new InMemory("LOCKED", LockedChannel::new), RING, new Shared());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		all.forEach(BufferKind::reset);
	}

	/** Kind of buffer that simulates a shared one within this JVM. */
	private static final class Shared extends SharedBufferKind {

		Shared() {
			super("SHARED");
		}

		@Override
		protected <T> SharedBuffer<T> buffer(String name, int capacity, BackpressureStrategy strategy) {
			return new LocalSharedBuffer<>(new LocalStore<>(capacity, strategy));
		}

		@Override
		protected Set<Feature> features() {
			return EnumSet.of(Feature.REACHABILITY);
		}

	}

	private static final class InMemory extends BufferKind {

		private final ChannelBuilder.Factory factory;

		InMemory(String name, ChannelBuilder.Factory factory) {
			super(name);
			this.factory = factory;
		}

		@Override
		protected <T> BackpressureChannel<T> build(ChannelBuilder<T> builder) {
			return builder.build(this.factory);
		}

	}

}
