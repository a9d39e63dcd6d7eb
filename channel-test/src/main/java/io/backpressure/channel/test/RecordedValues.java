package io.backpressure.channel.test;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Unmodifiable list of values that a probe has recorded, with a description for the
 * messages of assertions. As any other list, it equals a list of the same values.
 *
 * @param <E> the type of the values
 */
final class RecordedValues<E> extends AbstractList<E> implements RandomAccess {

	private final String description;

	private final List<E> values;

	/**
	 * Create a list.
	 * @param description a description of the values, such as "values sent to channel
	 * 'orders'"
	 * @param values the values, which do not change
	 */
	RecordedValues(String description, List<E> values) {
		this.description = description;
		this.values = values;
	}

	String description() {
		return this.description;
	}

	List<E> values() {
		return this.values;
	}

	@Override
	public E get(int index) {
		return this.values.get(index);
	}

	@Override
	public int size() {
		return this.values.size();
	}

}
