package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Builder for channels. Every setting except the buffer size has a default. Each setting
 * is validated immediately; {@link #build()} also compares the buffer size with its
 * maximum. An invalid setting is never replaced by a default.
 * <p>
 * Each callback runs on the thread whose call it reports, before that call returns and
 * outside every lock. In an asynchronous call, and for a value that exceeds the
 * {@linkplain #maxAge(Duration) maximum age}, it may run on the executor instead. It may
 * be called concurrently, and it may use the channel. An exception thrown by a callback
 * affects neither the sender nor the value: it is logged and, unless {@code onError}
 * threw it, passed to {@code onError}.
 * <p>
 * A builder is not thread-safe. It may build more than one channel.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public final class ChannelBuilder<T> {

	/**
	 * Largest buffer size. It is limited so that a typing error leads to a message
	 * instead of an {@link OutOfMemoryError}.
	 */
	static final int MAX_BUFFER_SIZE = 1 << 24;

	private @Nullable String name;

	private @Nullable Integer bufferSize;

	private @Nullable Integer maxBufferSize;

	private BackpressureStrategy strategy = BackpressureStrategy.BLOCK;

	private long sendLimit = WaitLimit.FOREVER;

	private long receiveLimit = WaitLimit.FOREVER;

	private boolean measureBufferWait;

	private long maxAge = WaitLimit.FOREVER;

	private Executor executor = CallExecutor.DEFAULT;

	private @Nullable Consumer<? super T> onDrop;

	private @Nullable Runnable onBlock;

	private @Nullable Consumer<? super Throwable> onError;

	ChannelBuilder() {
	}

	/**
	 * Set the name of the channel, as it appears in exceptions, log messages and meters.
	 * The default is {@code channel-} and a number; such a name may be
	 * {@linkplain BackpressureChannel#assignName(String) replaced} once.
	 * @param name a name, not blank
	 * @return this builder
	 * @throws IllegalArgumentException if the name is blank
	 */
	public ChannelBuilder<T> name(String name) {
		this.name = ChannelName.check(name);
		return this;
	}

	/**
	 * Set the number of values that the channel holds. There is no default.
	 * @param bufferSize the capacity, from 1 to 16,777,216
	 * @return this builder
	 * @throws IllegalArgumentException if the buffer size is out of that range
	 */
	public ChannelBuilder<T> bufferSize(int bufferSize) {
		this.bufferSize = check("bufferSize", bufferSize);
		return this;
	}

	/**
	 * Set the largest buffer size to which the channel can be
	 * {@linkplain BackpressureChannel#resize(int) resized}. The memory for this size is
	 * allocated when the channel is built. The default is the buffer size.
	 * @param maxBufferSize the largest capacity, from the buffer size to 16,777,216
	 * @return this builder
	 * @throws IllegalArgumentException if the size is below 1 or above 16,777,216;
	 * {@link #build()} rejects one below the buffer size
	 */
	public ChannelBuilder<T> maxBufferSize(int maxBufferSize) {
		this.maxBufferSize = check("maxBufferSize", maxBufferSize);
		return this;
	}

	private static int check(String setting, int bufferSize) {
		if (bufferSize < 1 || bufferSize > MAX_BUFFER_SIZE) {
			throw new IllegalArgumentException(
					setting + " must be from 1 to " + MAX_BUFFER_SIZE + ", but is " + bufferSize);
		}
		return bufferSize;
	}

	/**
	 * Set the strategy, which decides what a send does when the buffer is full. The
	 * default is {@link BackpressureStrategy#BLOCK}.
	 * @param strategy the strategy
	 * @return this builder
	 */
	public ChannelBuilder<T> strategy(BackpressureStrategy strategy) {
		this.strategy = Objects.requireNonNull(strategy, "strategy must not be null");
		return this;
	}

	/**
	 * Set the callback for dropped values, including those purged or too old. It is
	 * called once with each of them. It may use any channel. If it sends to its own
	 * channel while that is full, each drop causes the next one until the stack is used
	 * up; a drop for which no stack is left is counted but not reported.
	 * @param onDrop the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onDrop(Consumer<? super T> onDrop) {
		this.onDrop = Objects.requireNonNull(onDrop, "onDrop must not be null");
		return this;
	}

	/**
	 * Set the callback for blocked sends, which is called once by each send that has to
	 * wait, before it waits.
	 * @param onBlock the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onBlock(Runnable onBlock) {
		this.onBlock = Objects.requireNonNull(onBlock, "onBlock must not be null");
		return this;
	}

	/**
	 * Set the callback for errors. It is called once with the exception of each send that
	 * fails because the channel is closed or is full under {@code ERROR}, the send timed
	 * out or was cancelled, or a {@link SharedBuffer} failed. It is also called with each
	 * exception that another callback threw. A {@code trySend} that returns {@code FULL}
	 * under {@link BackpressureStrategy#BLOCK} has not failed.
	 * @param onError the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onError(Consumer<? super Throwable> onError) {
		this.onError = Objects.requireNonNull(onError, "onError must not be null");
		return this;
	}

	/**
	 * Set the longest time that a send may wait for room under
	 * {@link BackpressureStrategy#BLOCK}. There is no limit by default.
	 * @param sendTimeout the timeout, zero for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public ChannelBuilder<T> sendTimeout(Duration sendTimeout) {
		this.sendLimit = zeroIsForever(WaitLimit.nanos(sendTimeout, "sendTimeout"));
		return this;
	}

	/**
	 * Set the longest time that a receive may wait for a value. There is no limit by
	 * default.
	 * @param receiveTimeout the timeout, zero for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public ChannelBuilder<T> receiveTimeout(Duration receiveTimeout) {
		this.receiveLimit = zeroIsForever(WaitLimit.nanos(receiveTimeout, "receiveTimeout"));
		return this;
	}

	/**
	 * Set whether the channel records when each value is accepted. It can then report how
	 * long each value was buffered, to
	 * {@link BackpressureChannel.Observer#onReceive(long)}, and the age of the oldest
	 * one, by {@link BackpressureChannel#oldestAge()}. Every send and every receive then
	 * reads the clock, which costs more than the rest of the call. The default is
	 * {@code false}, which costs nothing.
	 * @param measureBufferWait {@code true} to measure
	 * @return this builder
	 */
	public ChannelBuilder<T> measureBufferWait(boolean measureBufferWait) {
		this.measureBufferWait = measureBufferWait;
		return this;
	}

	/**
	 * Set the age at which a value expires: an older value is dropped instead of
	 * received. It is counted as dropped and passed to {@code onDrop}, and waiting
	 * senders get its room. There is no limit by default, which costs nothing.
	 * <p>
	 * Every receive checks the age of a value at the moment when it takes it, and drops
	 * the values that are too old on its own thread, before it returns. If nothing is
	 * received, the channel's {@linkplain #executor executor} drops expired values within
	 * a fraction of a second; until then they count in the
	 * {@linkplain BackpressureChannel#size() size} of the channel. A send does not check
	 * the age: if the channel is still full, the strategy applies.
	 * <p>
	 * The channel must record when each value is accepted, so a maximum age enables
	 * {@link #measureBufferWait(boolean)}, and costs as much.
	 * @param maxAge the maximum age, zero for none
	 * @return this builder
	 * @throws IllegalArgumentException if the age is negative
	 */
	public ChannelBuilder<T> maxAge(Duration maxAge) {
		this.maxAge = zeroIsForever(WaitLimit.nanos(maxAge, "maxAge"));
		return this;
	}

	/**
	 * Set the executor of asynchronous calls that have to wait. It completes the futures
	 * of these calls, which runs their dependent stages. It also calls subscribers, and
	 * drops values that expire while nothing is received; see {@link #maxAge}. The
	 * default is the common pool of {@link java.util.concurrent.ForkJoinPool}. If the
	 * executor rejects a task, the default one runs it. With an executor that runs each
	 * task on the thread that submits it, tasks run within the calls of other threads.
	 * @param executor the executor
	 * @return this builder
	 */
	public ChannelBuilder<T> executor(Executor executor) {
		this.executor = Objects.requireNonNull(executor, "executor must not be null");
		return this;
	}

	/** See {@link ChannelSupport#wrapping}. */
	<W> ChannelBuilder<W> wrapped(Function<? super W, ? extends T> unwrap) {
		Objects.requireNonNull(unwrap, "unwrap must not be null");
		ChannelBuilder<W> wrapped = new ChannelBuilder<>();
		wrapped.name = this.name;
		wrapped.bufferSize = this.bufferSize;
		wrapped.maxBufferSize = this.maxBufferSize;
		wrapped.strategy = this.strategy;
		wrapped.sendLimit = this.sendLimit;
		wrapped.receiveLimit = this.receiveLimit;
		wrapped.measureBufferWait = this.measureBufferWait;
		wrapped.maxAge = this.maxAge;
		wrapped.executor = this.executor;
		Consumer<? super T> onDrop = this.onDrop;
		wrapped.onDrop = (onDrop != null) ? (value) -> onDrop.accept(unwrap.apply(value)) : null;
		wrapped.onBlock = this.onBlock;
		wrapped.onError = this.onError;
		return wrapped;
	}

	/**
	 * Build a channel with these settings. Allocates the whole buffer, for its largest
	 * size.
	 * @return a new, open channel
	 * @throws IllegalStateException if no buffer size was set, or one larger than
	 * {@link #maxBufferSize(int)}
	 */
	public BackpressureChannel<T> build() {
		return build(RingChannel::create);
	}

	/** See {@link ChannelSupport#build}. */
	SharedChannel<T> buildOn(SharedBuffer.Factory<T> buffers) {
		// fixed, since the name identifies the buffer
		ChannelSettings settings = settings(name().fixed());
		if (this.measureBufferWait) {
			throw new IllegalStateException(
					"measureBufferWait requires an in-memory channel, but the buffer of channel '" + settings.name()
							+ "' is shared: disable it");
		}
		if (this.maxAge != WaitLimit.FOREVER) {
			throw new IllegalStateException("maxAge requires an in-memory channel, but the buffer of channel '"
					+ settings.name() + "' is shared: remove it");
		}
		if (settings.maxCapacity() != settings.capacity()) {
			throw new IllegalStateException("maxBufferSize requires an in-memory channel, but the buffer of channel '"
					+ settings.name() + "' is shared: remove it");
		}
		String name = settings.name().toString();
		return new TransportChannel<>(settings, callbacks(settings.name()),
				buffers.create(name, settings.capacity(), settings.strategy()));
	}

	/** Build a channel with the given implementation. */
	BackpressureChannel<T> build(Factory factory) {
		ChannelSettings settings = settings(name());
		return factory.create(settings, callbacks(settings.name()));
	}

	private ChannelName name() {
		return (this.name != null) ? ChannelName.of(this.name) : ChannelName.generate();
	}

	private ChannelSettings settings(ChannelName name) {
		if (this.bufferSize == null) {
			throw new IllegalStateException("bufferSize must be set: there is no default that suits every channel");
		}
		int max = (this.maxBufferSize != null) ? this.maxBufferSize : this.bufferSize;
		if (max < this.bufferSize) {
			throw new IllegalStateException(
					"maxBufferSize must be at least bufferSize (" + this.bufferSize + "), but is " + max);
		}
		return new ChannelSettings(name, this.bufferSize, max, this.strategy, this.sendLimit, this.receiveLimit,
				this.measureBufferWait || this.maxAge != WaitLimit.FOREVER, this.maxAge, this.executor);
	}

	private Callbacks<T> callbacks(ChannelName name) {
		Callbacks<T> callbacks = new Callbacks<>(name);
		if (this.onDrop != null || this.onBlock != null || this.onError != null) {
			callbacks.add(new BuilderCallbacks<>(this.onDrop, this.onBlock, this.onError));
		}
		return callbacks;
	}

	private static long zeroIsForever(long nanos) {
		return (nanos != 0) ? nanos : WaitLimit.FOREVER;
	}

	/** Factory for one implementation of a channel. */
	interface Factory {

		<T> BackpressureChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks);

	}

}
