package io.backpressure.channel.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a channel. They take no value from the channel.
 *
 * @param <T> the type of its values
 * @since 0.1.0
 */
public final class ChannelAssert<T> extends AbstractAssert<ChannelAssert<T>, BackpressureChannel<T>> {

	ChannelAssert(BackpressureChannel<T> channel) {
		super(channel, ChannelAssert.class);
	}

	/**
	 * Verify that the channel holds no value.
	 * @return these assertions
	 */
	public ChannelAssert<T> isEmpty() {
		return hasSize(0);
	}

	/**
	 * Verify that the channel holds as many values as it can.
	 * @return these assertions
	 */
	public ChannelAssert<T> isFull() {
		isNotNull();
		int size = this.actual.size();
		int receivers = this.actual.waitingReceivers();
		check(size == this.actual.capacity(), "to be full", "it " + holds(size) + ((receivers > 0)
				? ", and has " + Diagnosis.count(receivers, "receiver") + " waiting for values" : ""));
		return this;
	}

	/**
	 * Verify the number of values that the channel holds.
	 * @param expected the number of values
	 * @return these assertions
	 */
	public ChannelAssert<T> hasSize(int expected) {
		isNotNull();
		int size = this.actual.size();
		check(size == expected, (expected == 0) ? "to be empty" : "to hold " + Diagnosis.values(expected),
				"it " + holds(size));
		return this;
	}

	/**
	 * Verify the number of values that the channel has dropped. If the channel belongs to
	 * the application context under test, only values count that it has dropped since the
	 * test began. Purged values never count.
	 * @param expected the number of values
	 * @return these assertions
	 */
	public ChannelAssert<T> hasDropped(long expected) {
		isNotNull();
		RecordingChannel<?> recording = recording();
		long dropped = (recording != null) ? recording.droppedCount() : this.actual.stats().droppedCount();
		String values = (recording != null && dropped > 0) ? ": " + Diagnosis.values(recording.recording().dropped())
				: "";
		check(dropped == expected, "to have dropped " + Diagnosis.values(expected),
				"it has dropped " + Diagnosis.values(dropped) + " (strategy " + this.actual.strategy() + ")" + values);
		return this;
	}

	/**
	 * Verify that the channel holds the given values, in any order and possibly among
	 * others. The channel must belong to the application context under test.
	 * @param expected the values
	 * @return these assertions
	 */
	@SafeVarargs
	@SuppressWarnings("varargs") // the array is only read
	public final ChannelAssert<T> contains(T... expected) {
		List<Object> buffered = buffered();
		List<Object> missing = new ArrayList<>(Arrays.asList(expected));
		buffered.forEach(missing::remove);
		check(missing.isEmpty(), "to hold " + Diagnosis.values(Arrays.asList(expected)),
				"it " + holds(buffered.size()) + ". Missing: " + Diagnosis.values(missing));
		return this;
	}

	/**
	 * Verify that the channel holds exactly the given values, the oldest first. The
	 * channel must belong to the application context under test.
	 * @param expected the values
	 * @return these assertions
	 */
	@SafeVarargs
	@SuppressWarnings("varargs") // the array is only read
	public final ChannelAssert<T> containsExactly(T... expected) {
		List<Object> buffered = buffered();
		check(buffered.equals(Arrays.asList(expected)), "to hold exactly " + Diagnosis.values(Arrays.asList(expected)),
				"it " + holds(buffered.size()));
		return this;
	}

	/**
	 * Verify that the channel is open.
	 * @return these assertions
	 */
	public ChannelAssert<T> isOpen() {
		isNotNull();
		check(!this.actual.isClosed(), "to be open", "it is closed and " + holds(this.actual.size()));
		return this;
	}

	/**
	 * Verify that the channel is closed.
	 * @return these assertions
	 */
	public ChannelAssert<T> isClosed() {
		isNotNull();
		check(this.actual.isClosed(), "to be closed", "it is open and " + holds(this.actual.size()));
		return this;
	}

	private void check(boolean condition, String expected, String actual) {
		if (!condition) {
			failWithMessage("Expected channel '%s' %s, but %s", this.actual.name(), expected, actual);
		}
	}

	private String holds(int size) {
		RecordingChannel<?> recording = recording();
		String values = (recording != null && size > 0) ? ": " + Diagnosis.values(recording.recording().buffered(size))
				: "";
		return "holds " + Diagnosis.values(size) + " (capacity " + this.actual.capacity() + ")" + values;
	}

	private List<Object> buffered() {
		isNotNull();
		RecordingChannel<?> recording = recording();
		if (recording == null) {
			throw new IllegalArgumentException("The values of channel '" + this.actual.name()
					+ "' are not recorded: it is not part of a context with @ChannelTest or @AutoConfigureChannels. "
					+ "Receive them instead");
		}
		return recording.buffered();
	}

	private @Nullable RecordingChannel<?> recording() {
		return (this.actual instanceof RecordingChannel<?> recording) ? recording : null;
	}

}
