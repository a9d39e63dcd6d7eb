package io.backpressure.channel;

/**
 * One channel shared by two simulated JVMs, {@code here} and {@code there}. The recorder
 * gets the callbacks of {@code here}. The connection of {@code here} to the common store
 * is {@code network}.
 */
final class SharedJvms {

	final LocalSharedBuffer<Integer> network;

	final SharedChannel<Integer> here;

	final SharedChannel<Integer> there;

	SharedJvms(Recorder<Integer> recorder, BackpressureStrategy strategy, int capacity) {
		LocalStore<Integer> store = new LocalStore<>(capacity, strategy);
		ChannelBuilder<Integer> builder = BackpressureChannel.<Integer>builder()
			.name("test")
			.strategy(strategy)
			.bufferSize(capacity);
		this.there = ChannelSupport.build(builder, (name, size, full) -> new LocalSharedBuffer<>(store));
		this.network = new LocalSharedBuffer<>(store);
		this.here = ChannelSupport.build(recorder.on(builder), (name, size, full) -> this.network);
	}

}
