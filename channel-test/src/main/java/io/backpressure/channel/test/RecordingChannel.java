package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSupport;
import io.backpressure.channel.Registration;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.propagation.CarriedValue;
import io.backpressure.channel.spring.support.ForwardingChannel;
import org.jspecify.annotations.Nullable;

/**
 * Channel that records the values of the channel that it wraps. Listeners receive from
 * the wrapped channel directly.
 *
 * @param <T> the type of the values
 */
final class RecordingChannel<T> extends ForwardingChannel<T>
		implements CarriedValue.Carrier, ChannelSupport.Delegating<T> {

	private final BackpressureChannel<T> channel;

	private final Recording recording;

	RecordingChannel(BackpressureChannel<T> channel) {
		super(channel);
		this.channel = channel;
		this.recording = new Recording(channel.strategy(), () -> channel.stats().sendCount());
		channel.observe(this.recording);
	}

	Recording recording() {
		return this.recording;
	}

	/** Return the buffered values, the oldest first. */
	List<Object> buffered() {
		return this.recording.buffered(size());
	}

	/** Return the number of values dropped since the test began. */
	long droppedCount() {
		return this.recording.dropped(stats().droppedCount());
	}

	/** Begin a test: forget the values and the drop count of earlier tests. */
	void rebase() {
		this.recording.rebase(stats().droppedCount());
	}

	@Override
	public BackpressureChannel<?> source() {
		return CarriedValue.source(this.channel);
	}

	@Override
	@SuppressWarnings("unchecked") // the source holds T, or CarriedValue of T
	public ChannelReceiver<T> receiver() {
		return ChannelSupport.unwrapping((ChannelReceiver<Object>) source(),
				(value) -> received((T) CarriedValue.unwrap(value)));
	}

	@Override
	public boolean carriesContext() {
		return this.channel instanceof CarriedValue.Carrier carrier && carrier.carriesContext();
	}

	@Override
	public void send(T value) throws InterruptedException {
		send(value, () -> this.channel.send(value));
	}

	@Override
	public void send(T value, Duration timeout) throws InterruptedException {
		send(value, () -> this.channel.send(value, timeout));
	}

	@Override
	public void send(T value, CancellationToken token) throws InterruptedException {
		send(value, () -> this.channel.send(value, token));
	}

	private void send(T value, Send send) throws InterruptedException {
		this.recording.sendBegins();
		try {
			send.run();
			this.recording.sent(value);
		}
		finally {
			this.recording.sendEnds();
		}
	}

	@Override
	public SendResult trySend(T value) {
		this.recording.sendBegins();
		try {
			return recorded(value, this.channel.trySend(value));
		}
		finally {
			this.recording.sendEnds();
		}
	}

	@Override
	public SendResult trySend(T value, Duration timeout) throws InterruptedException {
		this.recording.sendBegins();
		try {
			return recorded(value, this.channel.trySend(value, timeout));
		}
		finally {
			this.recording.sendEnds();
		}
	}

	@Override
	public SendResult trySend(T value, Consumer<? super T> evicted) {
		this.recording.sendBegins();
		try {
			return recorded(value, this.channel.trySend(value, evicted));
		}
		finally {
			this.recording.sendEnds();
		}
	}

	@Override
	public int trySendAll(List<? extends T> values) {
		List<T> copy = List.copyOf(values);
		BackpressureStrategy strategy = strategy();
		if (strategy == BackpressureStrategy.DROP || strategy == BackpressureStrategy.DROP_OLDEST) {
			return trySendEach(copy);
		}
		this.recording.sendBegins();
		try {
			int sent = this.channel.trySendAll(copy);
			copy.subList(0, sent).forEach(this.recording::sent);
			return sent;
		}
		finally {
			this.recording.sendEnds();
		}
	}

	private int trySendEach(List<T> values) {
		int sent = 0;
		for (T value : values) {
			SendResult result = trySend(value);
			if (result == SendResult.CLOSED) {
				break;
			}
			sent += (result == SendResult.SENT) ? 1 : 0;
		}
		return sent;
	}

	private SendResult recorded(T value, SendResult result) {
		if (result == SendResult.SENT || result == SendResult.DROPPED) {
			this.recording.sent(value);
		}
		return result;
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(T value) {
		return this.recording.sending(value, () -> this.channel.sendAsync(value));
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(T value, CancellationToken token) {
		return this.recording.sending(value, () -> this.channel.sendAsync(value, token));
	}

	@Override
	public CompletableFuture<T> receiveAsync() {
		return this.recording.receiving(this.channel.receiveAsync());
	}

	@Override
	public CompletableFuture<T> receiveAsync(CancellationToken token) {
		return this.recording.receiving(this.channel.receiveAsync(token));
	}

	@Override
	public Flow.Subscriber<T> subscriber() {
		return new RecordedSubscriber<>(this.channel.subscriber(), this.recording);
	}

	@Override
	public Flow.Publisher<T> publisher() {
		Flow.Publisher<T> publisher = this.channel.publisher();
		return (subscriber) -> publisher.subscribe(new CountedSubscriber<>(subscriber, this.recording));
	}

	@Override
	public T receive() throws InterruptedException {
		return received(this.channel.receive());
	}

	@Override
	public T receive(Duration timeout) throws InterruptedException {
		return received(this.channel.receive(timeout));
	}

	@Override
	public T receive(CancellationToken token) throws InterruptedException {
		return received(this.channel.receive(token));
	}

	private T received(T value) {
		this.recording.received(1);
		return value;
	}

	@Override
	public @Nullable T tryReceive() {
		return receivedOrNull(this.channel.tryReceive());
	}

	@Override
	public @Nullable T tryReceive(Duration timeout) throws InterruptedException {
		return receivedOrNull(this.channel.tryReceive(timeout));
	}

	private @Nullable T receivedOrNull(@Nullable T value) {
		return (value != null) ? received(value) : null;
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		return received(this.channel.receiveBatch(maxSize, maxWait));
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait, CancellationToken token) throws InterruptedException {
		return received(this.channel.receiveBatch(maxSize, maxWait, token));
	}

	private List<T> received(List<T> values) {
		this.recording.received(values.size());
		return values;
	}

	@Override
	public void forEach(Consumer<? super T> action) throws InterruptedException {
		this.channel.forEach(counting(action));
	}

	@Override
	public void forEach(Consumer<? super T> action, CancellationToken token) throws InterruptedException {
		this.channel.forEach(counting(action), token);
	}

	/**
	 * Return an action that counts each value after the given action, so that a probe
	 * waits for the given action.
	 */
	private Consumer<T> counting(Consumer<? super T> action) {
		Objects.requireNonNull(action, "action must not be null");
		return (value) -> {
			try {
				action.accept(value);
			}
			finally {
				this.recording.received(1);
			}
		};
	}

	@Override
	public int purge(Consumer<? super T> action) {
		return this.channel.purge(action);
	}

	@Override
	public Registration observe(Observer<? super T> observer) {
		return this.channel.observe(observer);
	}

	/** Send that may wait. */
	private interface Send {

		void run() throws InterruptedException;

	}

}
