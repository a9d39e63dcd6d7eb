package io.backpressure.channel.spring.propagation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSupport;
import io.backpressure.channel.Registration;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.support.ForwardingChannel;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

/**
 * Channel that carries the context of the sending thread with each value, as captured by
 * the {@code ThreadLocalAccessor}s of Micrometer's context propagation. A listener of
 * single values, and the action of {@link #forEach}, run in that context. The other ways
 * of receiving return values without their contexts.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public final class ContextPropagatingChannel<T> extends ForwardingChannel<T>
		implements CarriedValue.Carrier, ChannelSupport.Delegating<T> {

	private final ContextSnapshotFactory snapshots;

	private final BackpressureChannel<Carried<T>> channel;

	/** The values of the channel without their contexts. */
	private final ChannelReceiver<T> values;

	/**
	 * Build a channel.
	 * @param builder the builder, with the settings and callbacks of the channel
	 * @param snapshots the factory that captures the context of a sender
	 */
	public ContextPropagatingChannel(ChannelBuilder<T> builder, ContextSnapshotFactory snapshots) {
		this(ChannelSupport.<T, Carried<T>>wrapping(builder, Carried::value).build(), snapshots);
	}

	private ContextPropagatingChannel(BackpressureChannel<Carried<T>> channel, ContextSnapshotFactory snapshots) {
		super(channel);
		this.snapshots = snapshots;
		this.channel = channel;
		this.values = ChannelSupport.unwrapping(channel, Carried::value);
	}

	@Override
	public BackpressureChannel<? extends CarriedValue<?>> source() {
		return this.channel;
	}

	@Override
	public ChannelReceiver<T> receiver() {
		return this.values;
	}

	private Carried<T> carry(T value) {
		return new Carried<>(Objects.requireNonNull(value, "value must not be null"), this.snapshots.captureAll(),
				this.snapshots);
	}

	@Override
	public void send(T value) throws InterruptedException {
		this.channel.send(carry(value));
	}

	@Override
	public void send(T value, Duration timeout) throws InterruptedException {
		this.channel.send(carry(value), timeout);
	}

	@Override
	public void send(T value, CancellationToken token) throws InterruptedException {
		this.channel.send(carry(value), token);
	}

	@Override
	public SendResult trySend(T value) {
		return this.channel.trySend(carry(value));
	}

	@Override
	public SendResult trySend(T value, Duration timeout) throws InterruptedException {
		return this.channel.trySend(carry(value), timeout);
	}

	@Override
	public SendResult trySend(T value, Consumer<? super T> evicted) {
		Objects.requireNonNull(evicted, "evicted must not be null");
		return this.channel.trySend(carry(value), (carried) -> evicted.accept(carried.value()));
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(T value) {
		return this.channel.sendAsync(carry(value));
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(T value, CancellationToken token) {
		return this.channel.sendAsync(carry(value), token);
	}

	@Override
	public CompletableFuture<T> receiveAsync() {
		return this.values.receiveAsync();
	}

	@Override
	public CompletableFuture<T> receiveAsync(CancellationToken token) {
		return this.values.receiveAsync(token);
	}

	@Override
	public int trySendAll(List<? extends T> values) {
		return this.channel.trySendAll(values.stream().map(this::carry).toList());
	}

	@Override
	public Flow.Subscriber<T> subscriber() {
		return new CarryingSubscriber<>(this.channel.subscriber(), this::carry);
	}

	@Override
	public Flow.Publisher<T> publisher() {
		return this.values.publisher();
	}

	@Override
	public T receive() throws InterruptedException {
		return this.channel.receive().value();
	}

	@Override
	public T receive(Duration timeout) throws InterruptedException {
		return this.channel.receive(timeout).value();
	}

	@Override
	public T receive(CancellationToken token) throws InterruptedException {
		return this.channel.receive(token).value();
	}

	@Override
	public @Nullable T tryReceive() {
		return valueOrNull(this.channel.tryReceive());
	}

	@Override
	public @Nullable T tryReceive(Duration timeout) throws InterruptedException {
		return valueOrNull(this.channel.tryReceive(timeout));
	}

	private static <T> @Nullable T valueOrNull(@Nullable Carried<T> carried) {
		return (carried != null) ? carried.value() : null;
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		return values(this.channel.receiveBatch(maxSize, maxWait));
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait, CancellationToken token) throws InterruptedException {
		return values(this.channel.receiveBatch(maxSize, maxWait, token));
	}

	private static <T> List<T> values(List<Carried<T>> batch) {
		return batch.stream().map(Carried::value).toList();
	}

	@Override
	public void forEach(Consumer<? super T> action) throws InterruptedException {
		forEach(action, CancellationToken.NONE);
	}

	@Override
	public void forEach(Consumer<? super T> action, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(action, "action must not be null");
		this.channel.forEach((carried) -> carried.run(() -> action.accept(carried.value())), token);
	}

	@Override
	public int purge(Consumer<? super T> action) {
		Objects.requireNonNull(action, "action must not be null");
		return this.channel.purge((carried) -> action.accept(carried.value()));
	}

	@Override
	public Registration observe(Observer<? super T> observer) {
		return this.channel.observe(new Observer<>() {

			@Override
			public void onDrop(Carried<T> carried) {
				observer.onDrop(carried.value());
			}

			@Override
			public void onBlock() {
				observer.onBlock();
			}

			@Override
			public void onError(Throwable error) {
				observer.onError(error);
			}

			@Override
			public boolean observesErrors() {
				return observer.observesErrors();
			}

			@Override
			public void onReceive(long bufferedNanos) {
				observer.onReceive(bufferedNanos);
			}

		});
	}

	/**
	 * Value with the context of its sender.
	 *
	 * @param <T> the type of the value
	 * @param value the value
	 * @param context the context
	 * @param snapshots the factory that captured the context
	 */
	private record Carried<T>(T value, ContextSnapshot context,
			ContextSnapshotFactory snapshots) implements CarriedValue<T> {

		@Override
		public void run(Runnable action) {
			ContextSnapshot.Scope scope = set();
			try {
				action.run();
			}
			finally {
				restore(scope);
			}
		}

		private ContextSnapshot.Scope set() {
			try {
				return this.context.setThreadLocals();
			}
			catch (Throwable ex) {
				clear();
				throw ex;
			}
		}

		private void restore(ContextSnapshot.Scope scope) {
			try {
				scope.close();
			}
			catch (Throwable ex) {
				clear();
				throw ex;
			}
		}

		/** Remove the context of the sender after an accessor has failed halfway. */
		private void clear() {
			try {
				this.snapshots.captureFrom().setThreadLocals();
			}
			catch (Throwable ex) {
				// the caller throws the first failure
			}
		}

	}

}
