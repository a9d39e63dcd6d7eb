package io.backpressure.channel.spring.listener;

import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Values that one thread of a listener has received and not yet settled: a single value
 * or those of a batch. Code that takes a value out of this object must settle the value.
 * Only that thread uses the object.
 */
final class ValuesInFlight {

	private final ArrayList<@Nullable Object> values = new ArrayList<>(1);

	/**
	 * Reserve room for more values, so that adding a received value cannot fail.
	 */
	void reserve(int more) {
		this.values.ensureCapacity(this.values.size() + more);
	}

	/** Add a value as it was received. */
	void add(Object value) {
		this.values.add(value);
	}

	/** Replace a value with its decoded form. */
	void set(int index, Object value) {
		this.values.set(index, value);
	}

	/** Return a value, or {@code null} if it was taken out before. */
	@Nullable Object get(int index) {
		return this.values.get(index);
	}

	/** Take a value out. Returns {@code null} if it was taken out before. */
	@Nullable Object take(int index) {
		return this.values.set(index, null);
	}

	/** Return the number of values added, including those taken out. */
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
