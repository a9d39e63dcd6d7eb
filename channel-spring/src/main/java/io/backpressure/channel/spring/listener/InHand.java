package io.backpressure.channel.spring.listener;

import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * The values that one thread of a listener has received and that have not come to their
 * end: one, or those of a batch, each as it was received. Taking a value out of here is
 * the commitment to account for it. Used by that thread alone.
 */
final class InHand {

	private final ArrayList<@Nullable Object> values = new ArrayList<>(1);

	/**
	 * Make room for one more value: once it has been received, keeping it cannot fail.
	 */
	void reserve() {
		this.values.ensureCapacity(this.values.size() + 1);
	}

	void add(Object value) {
		this.values.add(value);
	}

	/** Replace a value by what it was found to be. */
	void set(int index, Object value) {
		this.values.set(index, value);
	}

	/** Return a value, or {@code null} if it has been taken. */
	@Nullable Object get(int index) {
		return this.values.get(index);
	}

	/** Take a value out, or {@code null} if it has been taken. */
	@Nullable Object take(int index) {
		return this.values.set(index, null);
	}

	/** Return how many values there were, those taken out included. */
	int size() {
		return this.values.size();
	}

	boolean isEmpty() {
		return this.values.isEmpty();
	}

	void clear() {
		this.values.clear();
	}

}
