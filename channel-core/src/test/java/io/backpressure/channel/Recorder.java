package io.backpressure.channel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Observer that records its calls and their threads.
 *
 * @param <T> the type of the values
 */
final class Recorder<T> implements BackpressureChannel.Observer<T> {

	private final List<T> drops = Collections.synchronizedList(new ArrayList<>());

	private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

	private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger blocks = new AtomicInteger();

	private final List<Long> bufferedNanos = Collections.synchronizedList(new ArrayList<>());

	/** Add callbacks to a builder, and record their calls. */
	ChannelBuilder<T> on(ChannelBuilder<T> builder) {
		return builder.onDrop(this::onDrop).onBlock(this::onBlock).onError(this::onError);
	}

	@Override
	public void onDrop(T value) {
		this.threads.add(Thread.currentThread());
		this.drops.add(value);
	}

	@Override
	public void onBlock() {
		this.threads.add(Thread.currentThread());
		this.blocks.incrementAndGet();
	}

	@Override
	public void onError(Throwable error) {
		this.threads.add(Thread.currentThread());
		this.errors.add(error);
	}

	@Override
	public void onReceive(long bufferedNanos) {
		this.threads.add(Thread.currentThread());
		this.bufferedNanos.add(bufferedNanos);
	}

	List<Long> bufferedNanos() {
		return this.bufferedNanos;
	}

	List<T> drops() {
		return this.drops;
	}

	int blocks() {
		return this.blocks.get();
	}

	List<Throwable> errors() {
		return this.errors;
	}

	List<Thread> threads() {
		return this.threads;
	}

}
