package io.backpressure.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Receiver of the values inside the wrappers that a channel holds.
 *
 * @param <W> the type of the wrappers
 * @param <T> the type of the values inside the wrappers
 */
final class UnwrappingReceiver<W, T> implements ChannelReceiver<T> {

	final ReceivingChannel<W> channel;

	final Function<? super W, ? extends T> unwrap;

	UnwrappingReceiver(ReceivingChannel<W> channel, Function<? super W, ? extends T> unwrap) {
		this.channel = channel;
		this.unwrap = unwrap;
	}

	@Override
	public T receive() throws InterruptedException {
		return this.unwrap.apply(this.channel.receive());
	}

	@Override
	public T receive(Duration timeout) throws InterruptedException {
		return this.unwrap.apply(this.channel.receive(timeout));
	}

	@Override
	public T receive(CancellationToken token) throws InterruptedException {
		return this.unwrap.apply(this.channel.receive(token));
	}

	@Override
	public CompletableFuture<T> receiveAsync() {
		return receiveAsync(CancellationToken.NONE);
	}

	@Override
	public CompletableFuture<T> receiveAsync(CancellationToken token) {
		return AsyncReceive.start(this.channel, this.channel.settings.receiveLimit(), token, this.unwrap);
	}

	@Override
	public Flow.Publisher<T> publisher() {
		return new ChannelPublisher<>(this.channel, this.unwrap);
	}

	@Override
	public @Nullable T tryReceive() {
		W wrapped = this.channel.tryReceive();
		return (wrapped != null) ? this.unwrap.apply(wrapped) : null;
	}

	@Override
	public @Nullable T tryReceive(Duration timeout) throws InterruptedException {
		W wrapped = this.channel.tryReceive(timeout);
		return (wrapped != null) ? this.unwrap.apply(wrapped) : null;
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		return this.channel.receiveBatch(maxSize, maxWait).stream().<T>map(this.unwrap).toList();
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait, CancellationToken token) throws InterruptedException {
		return this.channel.receiveBatch(maxSize, maxWait, token).stream().<T>map(this.unwrap).toList();
	}

	@Override
	public void forEach(Consumer<? super T> action) throws InterruptedException {
		this.channel.forEach((wrapped) -> action.accept(this.unwrap.apply(wrapped)));
	}

	@Override
	public void forEach(Consumer<? super T> action, CancellationToken token) throws InterruptedException {
		this.channel.forEach((wrapped) -> action.accept(this.unwrap.apply(wrapped)), token);
	}

}
