package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Builds channels. Every setting but the buffer size has a default; a setting that is
 * given is checked at once and never replaced.
 * <p>
 * Callbacks concern sends. Each runs on the sending thread, before the send returns and
 * outside every lock: calls may be concurrent, and may call the channel. What a callback
 * throws changes nothing for the sender or the value: it is logged and, unless it came
 * from {@code onError} itself, handed to {@code onError}.
 * <p>
 * A builder is not for use by several threads at once, and may build more than one
 * channel.
 *
 * @param <T> the type of the values
 */
public final class ChannelBuilder<T> {

	/**
	 * A typing mistake must end in a message, not in an {@link OutOfMemoryError}: the
	 * largest buffer takes 192 MiB.
	 */
	static final int MAX_BUFFER_SIZE = 1 << 24;

	private @Nullable String name;

	private @Nullable Integer bufferSize;

	private BackpressureStrategy strategy = BackpressureStrategy.BLOCK;

	private long sendLimit = WaitLimit.FOREVER;

	private long receiveLimit = WaitLimit.FOREVER;

	private boolean measureBufferWait;

	private @Nullable Consumer<? super T> onDrop;

	private @Nullable Runnable onBlock;

	private @Nullable Consumer<? super Throwable> onError;

	ChannelBuilder() {
	}

	/**
	 * Set the name of the channel, which its exceptions, log messages and meters carry.
	 * The default is {@code channel-} and a number, which may be
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
	 * Set how many values the channel holds. There is no default.
	 * @param bufferSize the capacity, from 1 to 16,777,216
	 * @return this builder
	 * @throws IllegalArgumentException if the buffer size is out of that range
	 */
	public ChannelBuilder<T> bufferSize(int bufferSize) {
		if (bufferSize < 1 || bufferSize > MAX_BUFFER_SIZE) {
			throw new IllegalArgumentException(
					"bufferSize must be from 1 to " + MAX_BUFFER_SIZE + ", but is " + bufferSize);
		}
		this.bufferSize = bufferSize;
		return this;
	}

	/**
	 * Set what a send does when the buffer is full. The default is
	 * {@link BackpressureStrategy#BLOCK}.
	 * @param strategy the strategy
	 * @return this builder
	 */
	public ChannelBuilder<T> strategy(BackpressureStrategy strategy) {
		this.strategy = Objects.requireNonNull(strategy, "strategy must not be null");
		return this;
	}

	/**
	 * Set what is called with each value that is dropped, once. The callback may use any
	 * channel, but one that sends into its own causes the next drop, without end: once
	 * the stack is used up, the channel counts drops without reporting them.
	 * @param onDrop the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onDrop(Consumer<? super T> onDrop) {
		this.onDrop = Objects.requireNonNull(onDrop, "onDrop must not be null");
		return this;
	}

	/**
	 * Set what is called once by each send that has to wait, before it waits.
	 * @param onBlock the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onBlock(Runnable onBlock) {
		this.onBlock = Objects.requireNonNull(onBlock, "onBlock must not be null");
		return this;
	}

	/**
	 * Set what is called once with the exception of each send that fails (full under
	 * {@link BackpressureStrategy#ERROR}, by {@code send} or {@code trySend}; closed;
	 * timed out; cancelled), and with what another callback threw.
	 * @param onError the callback
	 * @return this builder
	 */
	public ChannelBuilder<T> onError(Consumer<? super Throwable> onError) {
		this.onError = Objects.requireNonNull(onError, "onError must not be null");
		return this;
	}

	/**
	 * Set how long any send may wait for room under {@link BackpressureStrategy#BLOCK}.
	 * The default is zero.
	 * @param sendTimeout the timeout; zero: no limit
	 * @return this builder
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public ChannelBuilder<T> sendTimeout(Duration sendTimeout) {
		this.sendLimit = zeroIsForever(WaitLimit.nanos(sendTimeout, "sendTimeout"));
		return this;
	}

	/**
	 * Set how long any receive may wait for a value. The default is zero.
	 * @param receiveTimeout the timeout; zero: no limit
	 * @return this builder
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public ChannelBuilder<T> receiveTimeout(Duration receiveTimeout) {
		this.receiveLimit = zeroIsForever(WaitLimit.nanos(receiveTimeout, "receiveTimeout"));
		return this;
	}

	/**
	 * Set whether the channel notes when each value is accepted, so that it can tell how
	 * long values are buffered: each to
	 * {@link BackpressureChannel.Observer#onReceive(long)}, and the oldest by
	 * {@link BackpressureChannel#oldestAge()}. This takes a look at the clock from every
	 * send and every receive, which is more than the rest of either; the default is
	 * {@code false}, which takes nothing.
	 * @param measureBufferWait whether to measure
	 * @return this builder
	 */
	public ChannelBuilder<T> measureBufferWait(boolean measureBufferWait) {
		this.measureBufferWait = measureBufferWait;
		return this;
	}

	/** See {@link ChannelSupport#wrapping}. */
	<W> ChannelBuilder<W> wrapped(Function<? super W, ? extends T> unwrap) {
		Objects.requireNonNull(unwrap, "unwrap must not be null");
		ChannelBuilder<W> wrapped = new ChannelBuilder<>();
		wrapped.name = this.name;
		wrapped.bufferSize = this.bufferSize;
		wrapped.strategy = this.strategy;
		wrapped.sendLimit = this.sendLimit;
		wrapped.receiveLimit = this.receiveLimit;
		wrapped.measureBufferWait = this.measureBufferWait;
		Consumer<? super T> onDrop = this.onDrop;
		wrapped.onDrop = (onDrop != null) ? (value) -> onDrop.accept(unwrap.apply(value)) : null;
		wrapped.onBlock = this.onBlock;
		wrapped.onError = this.onError;
		return wrapped;
	}

	/**
	 * Build a channel with these settings. Allocates the whole buffer.
	 * @return a new, open channel
	 * @throws IllegalStateException if no buffer size was set
	 */
	public BackpressureChannel<T> build() {
		return build(RingChannel::create);
	}

	/** See {@link ChannelSupport#build}. */
	SharedChannel<T> buildOn(SharedBuffer.Factory<T> buffers) {
		ChannelSettings settings = settings(name().fixed()); // the name identifies the
																// buffer
		if (this.measureBufferWait) {
			throw new IllegalStateException("measureBufferWait is for channels in memory, but the buffer of channel '"
					+ settings.name() + "' is shared: turn it off");
		}
		String name = settings.name().toString();
		return new TransportChannel<>(settings, callbacks(settings.name()),
				buffers.create(name, settings.capacity(), settings.strategy()));
	}

	/** Build a channel of another kind than the one that is used by default. */
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
		return new ChannelSettings(name, this.bufferSize, this.strategy, this.sendLimit, this.receiveLimit,
				this.measureBufferWait);
	}

	private Callbacks<T> callbacks(ChannelName name) {
		Callbacks<T> callbacks = new Callbacks<>(name);
		if (this.onDrop != null || this.onBlock != null || this.onError != null) {
			callbacks.add(new CallbackSet<>(this.onDrop, this.onBlock, this.onError));
		}
		return callbacks;
	}

	private static long zeroIsForever(long nanos) {
		return (nanos != 0) ? nanos : WaitLimit.FOREVER;
	}

	/** Creates a channel of one kind. */
	interface Factory {

		<T> BackpressureChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks);

	}

}
