package io.backpressure.channel.benchmarks.peer;

import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import kotlinx.coroutines.channels.ChannelsKt;

/**
 * Handoff through a channel of kotlinx.coroutines. Threads use the blocking functions
 * that kotlinx.coroutines offers to Java.
 */
final class KotlinHandoff implements Handoff {

	private final Channel<Integer> channel;

	private final Function2<CoroutineScope, Continuation<? super Integer>, Object> receive;

	KotlinHandoff(int capacity) {
		this(channel(capacity, BufferOverflow.SUSPEND));
	}

	private KotlinHandoff(Channel<Integer> channel) {
		this.channel = channel;
		this.receive = (scope, continuation) -> channel.receive(continuation);
	}

	/**
	 * Create a full channel that drops values itself.
	 */
	static Sink dropping(int capacity, BufferOverflow overflow) {
		Channel<Integer> channel = channel(capacity, overflow);
		for (int i = 0; i < capacity; i++) {
			ChannelsKt.trySendBlocking(channel, i);
		}
		return (value) -> ChannelsKt.trySendBlocking(channel, value) != null;
	}

	private static Channel<Integer> channel(int capacity, BufferOverflow overflow) {
		return ChannelKt.Channel(capacity, overflow, null);
	}

	@Override
	public void put(Integer value) {
		ChannelsKt.trySendBlocking(this.channel, value);
	}

	@Override
	public Integer take() throws InterruptedException {
		return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, this.receive);
	}

}
