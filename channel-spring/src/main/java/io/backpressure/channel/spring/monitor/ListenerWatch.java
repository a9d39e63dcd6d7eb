package io.backpressure.channel.spring.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Watch of one listener. It detects losses, which are values that the listener discards
 * or dead-letters, and calls that take long. Used by one thread at a time.
 */
final class ListenerWatch {

	/** Duration from which a call is reported. */
	static final Duration NOTABLE_CALL = Duration.ofMinutes(1);

	/** Time for which a loss is reported. */
	private static final long MEMORY = TimeUnit.MINUTES.toNanos(1);

	private static final long RATE_WINDOW = TimeUnit.SECONDS.toNanos(2);

	/**
	 * Counts at the start of the last minute, and after each later change. A listener
	 * without losses has a single entry.
	 */
	private final Deque<Counts> changes = new ArrayDeque<>();

	/** Compare a reading with earlier ones, and return the condition that follows. */
	ChannelCondition sample(ListenerReading reading, @Nullable ListenerFailure failure, long now) {
		add(new Counts(reading.deadLettered(), reading.discarded(), now));
		if (reading.longestCall().compareTo(NOTABLE_CALL) >= 0) {
			return condition(ChannelCondition.State.HELD_UP, reading,
					"has been in one call for " + ConditionWatch.text(reading.longestCall().toNanos()));
		}
		String losses = losses(Counts::discarded, "discards", "discarded", now);
		if (losses != null) {
			return condition(ChannelCondition.State.DISCARDING, reading, losses + because(failure));
		}
		losses = losses(Counts::deadLettered, "dead-letters", "dead-lettered", now);
		return (losses != null) ? condition(ChannelCondition.State.DEAD_LETTERING, reading, losses + because(failure))
				: ChannelCondition.WELL;
	}

	private void add(Counts counts) {
		if (this.changes.isEmpty()) {
			// the listener has just been created, like this watch
			this.changes.add(new Counts(0, 0, counts.time()));
		}
		Counts last = this.changes.getLast();
		if (last.deadLettered() != counts.deadLettered() || last.discarded() != counts.discarded()) {
			this.changes.addLast(counts);
		}
		while (this.changes.size() > 1 && counts.time() - second().time() > MEMORY) {
			this.changes.removeFirst();
		}
	}

	private Counts second() {
		Iterator<Counts> iterator = this.changes.iterator();
		iterator.next();
		return iterator.next();
	}

	private @Nullable String losses(ToLongFunction<Counts> count, String present, String past, long now) {
		long latest = count.applyAsLong(this.changes.getLast());
		long remembered = latest - count.applyAsLong(this.changes.getFirst());
		if (remembered == 0) {
			return null;
		}
		long recent = latest - count.applyAsLong(before(now - RATE_WINDOW));
		return (recent > 0) ? "%s %.0f a second".formatted(present, Math.ceil(recent * 1e9 / RATE_WINDOW))
				: "%s %d in the last minute".formatted(past, remembered);
	}

	/** Return the counts at a given time. */
	private Counts before(long time) {
		Iterator<Counts> newestFirst = this.changes.descendingIterator();
		while (newestFirst.hasNext()) {
			Counts counts = newestFirst.next();
			if (counts.time() - time <= 0) {
				return counts;
			}
		}
		return this.changes.getFirst();
	}

	private static String because(@Nullable ListenerFailure failure) {
		return (failure != null) ? ": " + ClassUtils.getShortName(failure.type()) : "";
	}

	private static ChannelCondition condition(ChannelCondition.State state, ListenerReading reading, String text) {
		return new ChannelCondition(state, "listener '" + reading.id() + "' " + text);
	}

	/** Counts of a reading. */
	private record Counts(long deadLettered, long discarded, long time) {

	}

}
