package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.propagation.ContextPropagatingChannel;
import io.backpressure.channel.spring.propagation.ContextSnapshots;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Factory for channels that propagate context. Separate from the factory of other
 * channels, since the library that it needs is optional.
 */
class ContextPropagation {

	private final ContextSnapshotFactory snapshots;

	@SuppressWarnings("rawtypes") // the beans are raw, too
	ContextPropagation(ObjectProvider<ContextSnapshotFactory> snapshots,
			ObjectProvider<ThreadLocalAccessor> accessors) {
		this.snapshots = snapshots.getIfAvailable(() -> {
			List<ThreadLocalAccessor<?>> all = new ArrayList<>();
			accessors.orderedStream().forEach(all::add);
			return ContextSnapshots.factory(all);
		});
	}

	<T> BackpressureChannel<T> build(ChannelBuilder<T> builder) {
		return new ContextPropagatingChannel<>(builder, this.snapshots);
	}

}
