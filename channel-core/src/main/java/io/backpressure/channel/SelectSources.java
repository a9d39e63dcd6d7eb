package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Channels of a {@link ChannelSelect}, in the order in which they are tried.
 *
 * @param <T> the type of the values
 */
final class SelectSources<T> {

	/** Largest number of attempts to allocate a result. */
	private static final int ATTEMPTS = 100;

	private final List<SelectSource<?, ? extends T>> sources;

	/** Set if, after a value from one channel, the next channel is tried first. */
	private final boolean fair;

	/** Index of the source that is tried first. Racy: every index is correct. */
	private volatile int next;

	SelectSources(List<ChannelReceiver<? extends T>> receivers, boolean fair) {
		if (receivers.isEmpty()) {
			throw new IllegalArgumentException("receivers must not be empty");
		}
		List<SelectSource<?, ? extends T>> sources = new ArrayList<>();
		for (ChannelReceiver<? extends T> receiver : receivers) {
			sources.add(SelectSource.of(receiver));
		}
		this.sources = List.copyOf(sources);
		this.fair = fair;
	}

	/** Try each channel until one has a value. */
	@Nullable Selected<T> poll(Attempt attempt) {
		StackReserve.check();
		int first = this.next;
		int size = this.sources.size();
		for (int turn = 0; turn < size; turn++) {
			int index = (first + turn) % size;
			SelectSource<?, ? extends T> source = this.sources.get(index);
			T value = source.poll(attempt);
			if (value != null) {
				return selected(source, value, (index + 1) % size);
			}
		}
		return null;
	}

	/** Return a wait that has no place in a queue yet. */
	SelectWait newWait() {
		return new SelectWait(this.sources.size());
	}

	/** Join the queue of each channel. */
	void join(SelectWait wait) {
		this.sources.forEach((source) -> source.join(wait));
	}

	/** Leave each queue in turn and try its channel, until one has a value. */
	@Nullable Selected<T> poll(SelectWait wait, long start, long now) {
		StackReserve.check();
		int first = this.next;
		int size = this.sources.size();
		for (int turn = 0; turn < size; turn++) {
			int index = (first + turn) % size;
			SelectSource<?, ? extends T> source = this.sources.get(index);
			wait.end(index, true);
			T value = source.pollWaiting(start, now);
			if (value != null) {
				return selected(source, value, (index + 1) % size);
			}
		}
		return null;
	}

	/** Return the result. A brief lack of memory does not lose the received value. */
	private Selected<T> selected(SelectSource<?, ? extends T> source, T value, int next) {
		if (this.fair) {
			this.next = next;
		}
		for (int attempt = 1;; attempt++) {
			try {
				return new Selected<>(source.receiver(), value);
			}
			catch (OutOfMemoryError ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	void throwIfDrained() {
		for (SelectSource<?, ? extends T> source : this.sources) {
			if (!source.isDrained()) {
				return;
			}
		}
		throw new ChannelClosedException(names(), cause());
	}

	/** Return the cause of the first of the channels that was closed with a cause. */
	private @Nullable Throwable cause() {
		return this.sources.stream().map(SelectSource::cause).filter(Objects::nonNull).findFirst().orElse(null);
	}

	String names() {
		return this.sources.stream().map(SelectSource::channelName).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return names() + (this.fair ? ", fair" : ", ordered");
	}

}
