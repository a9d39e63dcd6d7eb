package io.backpressure.channel;

import java.util.List;
import java.util.ServiceLoader;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The kinds of buffers on which the contract is tested: those that are services of the
 * type {@link BufferKind} or, if there are none, those of this module. So another module
 * has the suite run on a kind of its own, and on no other. Resets them after each test.
 */
final class BufferKinds implements AfterEachCallback {

	static final BufferKind RING = new InMemory("RING", RingChannel::new);

	private static final List<BufferKind> all = find();

	static List<BufferKind> all() {
		return all;
	}

	private static List<BufferKind> find() {
		List<BufferKind> provided = ServiceLoader.load(BufferKind.class)
			.stream()
			.map(ServiceLoader.Provider::get)
			.toList();
		return (!provided.isEmpty()) ? provided : List.of(new InMemory("LOCKED", LockedChannel::new), RING);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		all.forEach(BufferKind::reset);
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
