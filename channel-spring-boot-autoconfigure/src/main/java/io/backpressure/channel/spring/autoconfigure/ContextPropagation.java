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
 * Factory for channels that propagate context. It needs the context-propagation library,
 * which is optional, and so is separate from {@link PropertiesChannelFactory}.
 */
class ContextPropagation {

	private final ContextSnapshotFactory snapshots;

	@SuppressWarnings("rawtypes") // matches accessors of every value type
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
