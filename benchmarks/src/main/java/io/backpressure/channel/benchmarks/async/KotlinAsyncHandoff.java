package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;

/**
 * Handoff by two coroutines through a channel of kotlinx.coroutines.
 */
final class KotlinAsyncHandoff implements AsyncHandoff {

	private final Channel<Integer> channel;

	KotlinAsyncHandoff(int capacity) {
		this.channel = ChannelKt.Channel(capacity, BufferOverflow.SUSPEND, null);
	}

	@Override
	public CompletableFuture<?> send(int count, IntFunction<Integer> values) {
		return new Sending(this.channel, count, values).start();
	}

	@Override
	public CompletableFuture<?> receive(int count, Consumer<Integer> action) {
		return new Receiving(this.channel, count, action).start();
	}

	@SuppressWarnings("serial") // never serialized
	private static final class Sending extends Coroutine {

		private final Channel<Integer> channel;

		private final int count;

		private final IntFunction<Integer> values;

		private int next;

		Sending(Channel<Integer> channel, int count, IntFunction<Integer> values) {
			this.channel = channel;
			this.count = count;
			this.values = values;
		}

		@Override
		boolean resume(Object result) {
			while (this.next < this.count) {
				if (isSuspended(this.channel.send(this.values.apply(this.next++), this))) {
					return false;
				}
			}
			return true;
		}

	}

	@SuppressWarnings("serial") // never serialized
	private static final class Receiving extends Coroutine {

		private final Channel<Integer> channel;

		private final int count;

		private final Consumer<Integer> action;

		private int received;

		Receiving(Channel<Integer> channel, int count, Consumer<Integer> action) {
			this.channel = channel;
			this.count = count;
			this.action = action;
		}

		@Override
		boolean resume(Object result) {
			if (result instanceof Integer value) {
				accept(value);
			}
			while (this.received < this.count) {
				if (!(this.channel.receive(this) instanceof Integer value)) {
					return false;
				}
				accept(value);
			}
			return true;
		}

		private void accept(Integer value) {
			this.received++;
			this.action.accept(value);
		}

	}

}
