package io.backpressure.demo;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;

/**
 * A job that threads of the {@link Desk} do with what comes out of a channel. Workers are
 * beans; their {@link org.springframework.core.annotation.Order order} is the way that a
 * value takes through them.
 *
 * @param <T> the type of the values
 * @param channel where the values come from
 * @param threads how many threads do it
 * @param batchSize how many values they take at once
 * @param work what they do
 */
record Worker<T>(BackpressureChannel<T> channel, int threads, int batchSize, Work<T> work) {

	/** One thread that takes one value at a time. */
	static <T> Worker<T> of(BackpressureChannel<T> channel, Step<T> step) {
		return pool(channel, 1, step);
	}

	/** Several threads that compete for the values. */
	static <T> Worker<T> pool(BackpressureChannel<T> channel, int threads, Step<T> step) {
		return new Worker<>(channel, threads, 1, (batch) -> step.on(batch.get(0)));
	}

	/** One thread that takes what has gathered. */
	static <T> Worker<T> batching(BackpressureChannel<T> channel, int batchSize, Work<T> work) {
		return new Worker<>(channel, 1, batchSize, work);
	}

	/**
	 * What is done with a value.
	 *
	 * @param <T> the type of the values
	 */
	@FunctionalInterface
	interface Step<T> {

		void on(T value) throws InterruptedException;

	}

	/**
	 * What is done with a batch.
	 *
	 * @param <T> the type of the values
	 */
	@FunctionalInterface
	interface Work<T> {

		void on(List<T> batch) throws InterruptedException;

	}

}
