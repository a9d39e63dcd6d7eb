package io.backpressure.channel.spring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelSupport;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.Received;
import io.backpressure.channel.Registration;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedBuffer;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.listener.UnreadableValue;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * In-memory server of shared channels. Each transport stands for a separate JVM.
 */
public final class FakeServer {

	/** Value that cannot be read. */
	public static final String UNREADABLE = "unreadable";

	/** Limit on deliveries that each value reports. The server does not enforce it. */
	public static final int MAX_DELIVERIES = 3;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<String, Store> stores = new HashMap<>();

	/** Number of calls that read the totals of a buffer. */
	public final AtomicInteger totals = new AtomicInteger();

	/** Number of calls that failed because the server was down. */
	public final AtomicInteger failures = new AtomicInteger();

	/** Set to make calls fail, as if the server could not be reached. */
	public volatile boolean down;

	/** Refusal that buffers report, although the server still serves every call. */
	public volatile @Nullable String refusal;

	/** Element types of the channels that were built, by name. */
	public final Map<String, ResolvableType> types = new HashMap<>();

	public ChannelTransport transport() {
		return transport("fake");
	}

	public ChannelTransport transport(String name) {
		return new Transport(name);
	}

	public <T> SharedBuffer<T> buffer(String name, int capacity) {
		return new Part<>(name, capacity);
	}

	/**
	 * Add a value that has been delivered the given number of times without being
	 * acknowledged.
	 */
	public void redeliver(String name, Object value, int deliveries) {
		guarded(() -> {
			Store store = store(name);
			store.ready.add(new Entry(store.sent++, value, deliveries));
			return null;
		});
	}

	public boolean isClosed(String name) {
		return guarded(() -> store(name).closed);
	}

	public SharedChannel.Totals totals(String name) {
		return guarded(() -> store(name).totals());
	}

	private Store store(String name) {
		return this.stores.computeIfAbsent(name, (key) -> new Store());
	}

	private <V extends @Nullable Object> V guarded(Supplier<V> step) {
		this.lock.lock();
		try {
			V result = step.get();
			this.changed.signalAll();
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	private final class Transport implements ChannelTransport {

		private final String name;

		Transport(String name) {
			this.name = name;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
			FakeServer.this.types.put(name, elementType);
			return ChannelSupport.build(builder,
					(channel, capacity, strategy) -> FakeServer.this.buffer(channel, capacity));
		}

	}

	/** State of a buffer on the server. */
	private static final class Store {

		private final TreeSet<Entry> ready = new TreeSet<>(Comparator.comparing(Entry::id));

		private final TreeSet<Entry> taken = new TreeSet<>(Comparator.comparing(Entry::id));

		private long sent;

		private long received;

		private long dropped;

		private boolean closed;

		SharedChannel.Totals totals() {
			return new SharedChannel.Totals(this.sent, this.received, this.dropped, this.ready.size(),
					this.taken.size());
		}

	}

	private record Entry(long id, Object value, int deliveries) {

	}

	/** Access of one JVM to a buffer. */
	@SuppressWarnings("unchecked") // the values are those of the channel
	private final class Part<T> implements SharedBuffer<T> {

		private final String name;

		private final int capacity;

		private final List<Runnable> onClose = new ArrayList<>();

		private volatile boolean detached;

		Part(String name, int capacity) {
			this.name = name;
			this.capacity = capacity;
		}

		private <V extends @Nullable Object> V reached(Function<Store, V> step) {
			if (FakeServer.this.down) {
				FakeServer.this.failures.incrementAndGet();
				throw new ChannelUnavailableException(this.name, "the server is down", null);
			}
			return guarded(() -> step.apply(store(this.name)));
		}

		@Override
		public SendResult offer(T value) {
			return reached((store) -> {
				if (isClosed()) {
					return SendResult.CLOSED;
				}
				if (store.ready.size() >= this.capacity) {
					return SendResult.FULL;
				}
				store.ready.add(new Entry(store.sent++, value, 0));
				return SendResult.SENT;
			});
		}

		@Override
		public SendResult offerEvicting(T value, Consumer<? super T> evicted) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<T> poll(int max) {
			return reached((store) -> {
				List<T> values = new ArrayList<>();
				while (!this.detached && values.size() < max && !store.ready.isEmpty()) {
					values.add((T) store.ready.pollFirst().value());
					store.received++;
				}
				return values;
			});
		}

		@Override
		public @Nullable Received<T> take() {
			return this.<@Nullable Received<T>>reached((store) -> {
				Entry head = this.detached ? null : store.ready.pollFirst();
				if (head == null) {
					return null;
				}
				Entry taken = new Entry(head.id(), head.value(), head.deliveries() + 1);
				store.taken.add(taken);
				store.received += (taken.deliveries() == 1) ? 1 : 0;
				return new Taken<>(this, taken);
			});
		}

		@Override
		public @Nullable T discard(long end) {
			return this.<@Nullable T>reached((store) -> {
				Entry head = (!store.ready.isEmpty() && store.ready.first().id() < end) ? store.ready.pollFirst()
						: null;
				store.dropped += (head != null) ? 1 : 0;
				return (head != null) ? (T) head.value() : null;
			});
		}

		@Override
		public void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
			await(nanos);
		}

		@Override
		public void awaitValue(long nanos, CancellationToken token, boolean unacknowledged)
				throws InterruptedException {
			await(nanos);
		}

		@Override
		public void awaitDrained(long nanos) throws InterruptedException {
			await(nanos);
		}

		private void await(long nanos) throws InterruptedException {
			FakeServer.this.lock.lockInterruptibly();
			try {
				FakeServer.this.changed.await(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(5)), TimeUnit.NANOSECONDS);
			}
			finally {
				FakeServer.this.lock.unlock();
			}
		}

		@Override
		public Registration onRoom(Runnable wake) {
			CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(wake);
			return () -> {
			};
		}

		@Override
		public Registration onValue(Runnable wake, boolean unacknowledged) {
			return onRoom(wake);
		}

		@Override
		public int waitingSenders() {
			return 0;
		}

		@Override
		public int waitingReceivers() {
			return 0;
		}

		@Override
		public void close() {
			if (!this.detached) {
				reached((store) -> store.closed = true);
				ended();
			}
		}

		@Override
		public void detach() {
			this.detached = true;
			ended();
		}

		private void ended() {
			List<Runnable> actions = List.copyOf(this.onClose);
			this.onClose.clear();
			actions.forEach(Runnable::run);
		}

		@Override
		public boolean isClosed() {
			return this.detached || FakeServer.this.isClosed(this.name);
		}

		@Override
		public boolean isDrained(boolean unacknowledged) {
			return this.detached || reached(
					(store) -> store.closed && store.ready.isEmpty() && (!unacknowledged || store.taken.isEmpty()));
		}

		@Override
		public void onClose(Runnable action) {
			this.onClose.add(action);
		}

		@Override
		public @Nullable String refusal() {
			return FakeServer.this.refusal;
		}

		@Override
		public SharedChannel.Totals totals() {
			FakeServer.this.totals.incrementAndGet();
			return reached(Store::totals);
		}

	}

	/** Value that a JVM has received. */
	@SuppressWarnings("unchecked") // the values are those of the channel
	private record Taken<T>(Part<T> part, Entry entry) implements Received<T> {

		@Override
		public T value() {
			if (this.entry.value().equals(UNREADABLE)) {
				throw new UnreadableException(this.part.name);
			}
			return (T) this.entry.value();
		}

		@Override
		public int deliveries() {
			return this.entry.deliveries();
		}

		@Override
		public int maxDeliveries() {
			return MAX_DELIVERIES;
		}

		/**
		 * Acknowledge the value, unless the thread is interrupted: the client of a real
		 * server would fail on such a thread.
		 */
		@Override
		public void acknowledge() {
			if (!Thread.currentThread().isInterrupted()) {
				this.part.reached((store) -> store.taken.remove(this.entry));
			}
		}

		@Override
		public void release() {
			if (!Thread.currentThread().isInterrupted()) {
				this.part.reached((store) -> store.taken.remove(this.entry) && store.ready.add(this.entry));
			}
		}

	}

	/**
	 * Exception thrown when a value cannot be read.
	 */
	public static final class UnreadableException extends ChannelException implements UnreadableValue {

		private static final long serialVersionUID = 1L;

		UnreadableException(String channelName) {
			super(channelName, "no such value", null);
		}

		@Override
		public byte[] bytes() {
			return new byte[] { 1, 2, 3 };
		}

	}

}
