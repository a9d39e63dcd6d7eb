package io.backpressure.channel.concurrency.lincheck;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelStats;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Operations of a channel that do not wait, each with its full result. The result of a
 * send includes the value that the send dropped, if any. The callback receives that value
 * on the same thread.
 */
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public abstract class ChannelOperations {

	private final BackpressureChannel<Integer> channel;

	private final ThreadLocal<Integer> dropped = new ThreadLocal<>();

	ChannelOperations(BackpressureStrategy strategy, int capacity) {
		this.channel = BackpressureChannel.<Integer>builder()
			.bufferSize(capacity)
			.strategy(strategy)
			.onDrop(this.dropped::set)
			.build();
	}

	@Operation
	public String trySend(@Param(name = "value") int value) {
		this.dropped.remove();
		String result = this.channel.trySend(value).name();
		Integer dropped = this.dropped.get();
		return (dropped != null) ? result + ", dropped " + dropped : result;
	}

	@Operation
	public String tryReceive() {
		try {
			return String.valueOf(this.channel.tryReceive());
		}
		catch (ChannelClosedException ex) {
			return "closed";
		}
	}

	@Operation
	public int size() {
		return this.channel.size();
	}

	@Operation
	public String counts() {
		ChannelStats stats = this.channel.stats();
		return stats.sendCount() + " sent, " + stats.receiveCount() + " received";
	}

	@Operation
	public void close() {
		this.channel.close();
	}

	@Operation
	public boolean isClosed() {
		return this.channel.isClosed();
	}

}
