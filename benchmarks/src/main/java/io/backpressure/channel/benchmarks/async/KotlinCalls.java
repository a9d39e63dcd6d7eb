package io.backpressure.channel.benchmarks.async;

import io.backpressure.channel.benchmarks.peer.Handoff;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import org.jspecify.annotations.Nullable;

/**
 * Handoff through the suspending functions of a kotlinx.coroutines channel. A call that
 * would have to suspend fails.
 */
final class KotlinCalls implements Handoff {

	private static final Continuation<Object> NEVER_RESUMED = new NeverResumed();

	private final Channel<Integer> channel;

	KotlinCalls(int capacity) {
		this.channel = ChannelKt.Channel(capacity, BufferOverflow.SUSPEND, null);
	}

	@Override
	public void put(Integer value) {
		completed(this.channel.send(value, NEVER_RESUMED));
	}

	@Override
	public Integer take() {
		return (Integer) completed(this.channel.receive(NEVER_RESUMED));
	}

	private static Object completed(@Nullable Object result) {
		if (result == null || result == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
			throw new IllegalStateException("The call was suspended");
		}
		return result;
	}

	private static final class NeverResumed implements Continuation<Object> {

		@Override
		public CoroutineContext getContext() {
			return EmptyCoroutineContext.INSTANCE;
		}

		@Override
		public void resumeWith(Object result) {
			throw new IllegalStateException("A call that had been suspended was resumed");
		}

	}

}
