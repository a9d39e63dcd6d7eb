package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.spring.listener.Poll;

/**
 * Values that a test records, with the names of the recording threads.
 *
 * @param <T> the type of the values
 */
final class Received<T> {

	private final Queue<T> values = new ConcurrentLinkedQueue<>();

	private final Queue<String> threads = new ConcurrentLinkedQueue<>();

	void add(T value) {
		this.threads.add(Thread.currentThread().getName());
		this.values.add(value);
	}

	void clear() {
		this.values.clear();
		this.threads.clear();
	}

	List<T> await(int count) {
		Poll.until(() -> this.values.size() >= count);
		return values();
	}

	List<T> values() {
		return List.copyOf(this.values);
	}

	List<String> threads() {
		return List.copyOf(this.threads);
	}

}
