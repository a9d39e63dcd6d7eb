package io.backpressure.channel.benchmarks.scenario;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.backpressure.channel.benchmarks.async.AsyncCalls;
import io.backpressure.channel.benchmarks.batch.BatchHandoff;
import io.backpressure.channel.benchmarks.peer.FullBuffer;
import io.backpressure.channel.benchmarks.peer.Implementation;
import io.backpressure.channel.benchmarks.select.SelectHandoff;

/**
 * Scenario to measure.
 */
public enum Scenario {

	/** A thread sends and receives alternately. */
	PAIR("pair", Kind.THROUGHPUT, (implementation, millis) -> SingleThread.pair(implementation.create(128))),

	/** A sender, a receiver, a small buffer. */
	ONE_TO_ONE_16("1x1:16", Kind.THROUGHPUT, running(1, 16)),

	/** A sender, a receiver. */
	ONE_TO_ONE_128("1x1:128", Kind.THROUGHPUT, running(1, 128)),

	/** A sender, a receiver, a large buffer. */
	ONE_TO_ONE_1024("1x1:1024", Kind.THROUGHPUT, running(1, 1024)),

	/** A sender, a receiver, a small buffer; both threads are parked before a run. */
	ONE_TO_ONE_16_WOKEN("woken-1x1:16", Kind.THROUGHPUT, woken(16)),

	/** A sender, a receiver; both threads are parked before a run. */
	ONE_TO_ONE_128_WOKEN("woken-1x1:128", Kind.THROUGHPUT, woken(128)),

	/** Two senders, two receivers. */
	TWO_TO_TWO("2x2:128", Kind.THROUGHPUT, running(2, 128)),

	/** Four senders, four receivers. */
	FOUR_TO_FOUR("4x4:128", Kind.THROUGHPUT, running(4, 128)),

	/** A thousand senders and as many receivers, all virtual threads. */
	VIRTUAL("virtual-1000x1000:128", Kind.THROUGHPUT, thousands(Threads::virtual)),

	/** A thousand virtual senders and receivers on a scheduler that allocates nothing. */
	CARRIED("carried-1000x1000:128", Kind.THROUGHPUT, thousands(Threads::carried)),

	/** Sends to a full buffer that drops its head. */
	DROP_OLDEST("drop-oldest", Kind.THROUGHPUT,
			(implementation, millis) -> SingleThread.dropping(FullBuffer.droppingOldest(implementation, 128))),

	/** Sends to a full buffer that drops the value sent. */
	DROP_NEWEST("drop-newest", Kind.THROUGHPUT,
			(implementation, millis) -> SingleThread.dropping(FullBuffer.droppingNewest(implementation, 128))),

	/** A sender and a receiver beside processes that keep all processors busy. */
	ONE_TO_ONE_CROWDED("crowded-1x1:128", Kind.THROUGHPUT, running(1, 128)),

	/** Four senders and four receivers beside processes that keep all processors busy. */
	FOUR_TO_FOUR_CROWDED("crowded-4x4:128", Kind.THROUGHPUT, running(4, 128)),

	/** A sender, and a listener with one thread. */
	LISTENER_ONE("listener-1x1:128", Kind.THROUGHPUT, listening(1)),

	/** Four senders, and a listener with four threads. */
	LISTENER_FOUR("listener-4x4:128", Kind.THROUGHPUT, listening(4)),

	/** A thread sends and receives alternately, by asynchronous calls. */
	ASYNC("async", Kind.THROUGHPUT,
			(implementation, millis) -> SingleThread.pair(AsyncCalls.completed(implementation, 128))),

	/** A sender and a receiver that chain asynchronous calls. */
	ASYNC_ONE_TO_ONE("async-1x1:128", Kind.THROUGHPUT,
			(implementation, millis) -> new AsyncExchange(AsyncCalls.chained(implementation, 128))),

	/** A sender that sends to two channels in turn, and a receiver that selects. */
	SELECT_TWO("select-2", Kind.THROUGHPUT, selecting(2)),

	/** A sender that sends to eight channels in turn, and a receiver that selects. */
	SELECT_EIGHT("select-8", Kind.THROUGHPUT, selecting(8)),

	/** A thread sends and receives batches alternately. */
	BATCH_PAIR("batch-pair:64", Kind.THROUGHPUT,
			(implementation, millis) -> SingleThread.batches(BatchHandoff.create(implementation, 128))),

	/** A sender and a receiver of batches. */
	BATCH_ONE_TO_ONE("batch-1x1:128", Kind.THROUGHPUT, batches(1)),

	/** Four senders and four receivers of batches. */
	BATCH_FOUR_TO_FOUR("batch-4x4:128", Kind.THROUGHPUT, batches(4)),

	/** A receiver that waits at an empty buffer. */
	IDLE_RECEIVER("idle-receiver", Kind.IDLE,
			(implementation, millis) -> new Idle(implementation.create(128), 128, false, 4L * millis)),

	/** A sender that waits at a full buffer. */
	IDLE_SENDER("idle-sender", Kind.IDLE,
			(implementation, millis) -> new Idle(implementation.create(128), 128, true, 4L * millis)),

	/** A send to a buffer at which a receiver is parked. */
	WAKE_UP("wake-up", Kind.WAKE_UP, (implementation, millis) -> new WakeUp(implementation.create(128)));

	private final String label;

	private final Kind kind;

	@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
	private final Factory factory;

	Scenario(String label, Kind kind, Factory factory) {
		this.label = label;
		this.kind = kind;
		this.factory = factory;
	}

	private static Factory running(int each, int capacity) {
		return exchange(each, capacity, Threads::platform, true);
	}

	private static Factory woken(int capacity) {
		return exchange(1, capacity, Threads::platform, false);
	}

	private static Factory thousands(Supplier<Threads> kind) {
		return exchange(1000, 128, kind, false);
	}

	private static Factory exchange(int each, int capacity, Supplier<Threads> kind, boolean running) {
		return (implementation, millis) -> new Exchange(implementation.create(capacity), each, each, kind.get(),
				running);
	}

	private static Factory listening(int threads) {
		return (implementation, millis) -> new Delivery(
				Objects.requireNonNull(implementation.listening(), "implementation has no listener"), threads);
	}

	private static Factory selecting(int channels) {
		return (implementation, millis) -> new Exchange(SelectHandoff.create(implementation, channels, 128), 1, 1,
				Threads.platform(), true);
	}

	private static Factory batches(int each) {
		return (implementation, millis) -> new BatchExchange(BatchHandoff.create(implementation, 128), each);
	}

	Measurement prepare(Implementation implementation, int millis) {
		return this.factory.prepare(implementation, millis);
	}

	/**
	 * Return the name in options and tables.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return the kind of the samples of this scenario.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return whether other processes keep every processor busy during the measurement.
	 * @return {@code true} if other processes compete
	 */
	public boolean isCrowded() {
		return this == ONE_TO_ONE_CROWDED || this == FOUR_TO_FOUR_CROWDED;
	}

	/**
	 * Return whether an implementation can be measured in this scenario on the current
	 * Java release.
	 * @param implementation the implementation
	 * @return {@code false} if the table of this scenario omits the implementation
	 */
	public boolean supports(Implementation implementation) {
		Predicate<Implementation> can = switch (this) {
			case LISTENER_ONE, LISTENER_FOUR -> (any) -> any.listening() != null;
			case ASYNC, ASYNC_ONE_TO_ONE -> Implementation::supportsAsync;
			case SELECT_TWO, SELECT_EIGHT -> Implementation::supportsSelect;
			case BATCH_PAIR, BATCH_ONE_TO_ONE, BATCH_FOUR_TO_FOUR -> Implementation::supportsBatches;
			default -> (any) -> any.isHandoff() && supportsHandoff(any);
		};
		return implementation.isSupported() && can.test(implementation);
	}

	private boolean supportsHandoff(Implementation implementation) {
		return switch (this) {
			case VIRTUAL -> Runtime.version().feature() >= 21 && implementation.supportsVirtualThreads();
			case CARRIED -> GarbageFreeScheduler.isSupported() && implementation.supportsVirtualThreads();
			case DROP_OLDEST, DROP_NEWEST -> implementation.supportsDropping();
			case WAKE_UP -> implementation.parks();
			default -> true;
		};
	}

	/** Kind of a sample. */
	public enum Kind {

		/** Time of a run, per element. */
		THROUGHPUT,

		/** Median time of the wake-ups of a run. */
		WAKE_UP,

		/** Processor time that a waiting thread uses per second. */
		IDLE

	}

	private interface Factory {

		Measurement prepare(Implementation implementation, int millis);

	}

}
