package io.backpressure.channel.spring.support;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.Registration;

/**
 * Skeletal implementation of a channel: forwards each operation that neither takes nor
 * returns a value to another channel.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public abstract class ForwardingChannel<T> implements BackpressureChannel<T> {

	private final BackpressureChannel<?> channel;

	/**
	 * Create a channel.
	 * @param channel the channel to forward to
	 */
	protected ForwardingChannel(BackpressureChannel<?> channel) {
		this.channel = channel;
	}

	@Override
	public void close() {
		this.channel.close();
	}

	@Override
	public void close(Throwable cause) {
		this.channel.close(cause);
	}

	@Override
	public boolean isDrained() {
		return this.channel.isDrained();
	}

	@Override
	public boolean awaitDrained(Duration timeout) throws InterruptedException {
		return this.channel.awaitDrained(timeout);
	}

	@Override
	public boolean isClosed() {
		return this.channel.isClosed();
	}

	@Override
	public int size() {
		return this.channel.size();
	}

	@Override
	public int capacity() {
		return this.channel.capacity();
	}

	@Override
	public void resize(int bufferSize) {
		this.channel.resize(bufferSize);
	}

	@Override
	public int maxBufferSize() {
		return this.channel.maxBufferSize();
	}

	@Override
	public String name() {
		return this.channel.name();
	}

	@Override
	public boolean assignName(String name) {
		return this.channel.assignName(name);
	}

	@Override
	public BackpressureStrategy strategy() {
		return this.channel.strategy();
	}

	@Override
	public Duration sendTimeout() {
		return this.channel.sendTimeout();
	}

	@Override
	public Duration receiveTimeout() {
		return this.channel.receiveTimeout();
	}

	@Override
	public Duration maxAge() {
		return this.channel.maxAge();
	}

	@Override
	public int waitingSenders() {
		return this.channel.waitingSenders();
	}

	@Override
	public int waitingReceivers() {
		return this.channel.waitingReceivers();
	}

	@Override
	public boolean measuresBufferWait() {
		return this.channel.measuresBufferWait();
	}

	@Override
	public Duration oldestAge() {
		return this.channel.oldestAge();
	}

	@Override
	public int purge() {
		return this.channel.purge();
	}

	@Override
	public ChannelStats stats() {
		return this.channel.stats();
	}

	@Override
	public Registration onClose(Runnable action) {
		return this.channel.onClose(action);
	}

	@Override
	public String toString() {
		return this.channel.toString();
	}

}
