package io.backpressure.channel.benchmarks.select;

import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.benchmarks.peer.Handoff;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.jvm.functions.Function1;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import kotlinx.coroutines.channels.ChannelsKt;
import kotlinx.coroutines.channels.ReceiveChannel;
import kotlinx.coroutines.selects.SelectBuilder;
import kotlinx.coroutines.selects.SelectClause1;
import kotlinx.coroutines.selects.SelectKt;

/**
 * Handoff through several channels of kotlinx.coroutines with the {@code select} of
 * kotlinx.coroutines. While the select is suspended, the receiving thread parks. Parking
 * the thread directly has less overhead than {@code runBlocking}.
 */
final class KotlinSelectHandoff implements Handoff {

	private static final Function2<Integer, Continuation<? super Integer>, Object> VALUE = (value,
			continuation) -> value;

	private final List<Channel<Integer>> channels;

	private final Function1<SelectBuilder<? super Integer>, Unit> clauses;

	private final ParkingContinuation continuation = new ParkingContinuation();

	private int next;

	KotlinSelectHandoff(int channels, int capacity) {
		this.channels = Stream.generate(() -> ChannelKt.<Integer>Channel(capacity, BufferOverflow.SUSPEND, null))
			.limit(channels)
			.toList();
		// the clauses have no state, so all selects share them
		List<SelectClause1<Integer>> shared = this.channels.stream().map(ReceiveChannel::getOnReceive).toList();
		this.clauses = (builder) -> {
			for (SelectClause1<Integer> clause : shared) {
				builder.invoke(clause, VALUE);
			}
			return Unit.INSTANCE;
		};
	}

	@Override
	public void put(Integer value) {
		ChannelsKt.trySendBlocking(this.channels.get(this.next), value);
		this.next = (this.next + 1) % this.channels.size();
	}

	@Override
	public Integer take() throws InterruptedException {
		this.continuation.prepare();
		Object result = SelectKt.select(this.clauses, this.continuation);
		return (result instanceof Integer value) ? value : this.continuation.await();
	}

}
