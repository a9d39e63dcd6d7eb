package io.backpressure.channel;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Values of consecutive indices. A list adds them by a single copy of an array.
 *
 * @param <T> the type of the values
 */
final class Run<T> extends AbstractCollection<T> {

	private final T[] values;

	/** Create a run of {@code size} values, which are set by {@link #removeFrom}. */
	@SuppressWarnings("unchecked")
	Run(int size) {
		this.values = (T[]) new Object[size];
	}

	/** Remove the values from slots that this thread has claimed. */
	void removeFrom(RingSlots slots, long first) {
		for (int removed = 0; removed < this.values.length;) {
			removed += slots.removeRun(first + removed, this.values, removed);
		}
	}

	@Override
	public int size() {
		return this.values.length;
	}

	@Override
	public Iterator<T> iterator() {
		return Arrays.asList(this.values).iterator();
	}

	@Override
	public Object[] toArray() {
		return this.values;
	}

}
