package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel.Observer;
import org.jspecify.annotations.Nullable;

/**
 * Observers of a channel. An exception thrown by one is logged and, unless
 * {@code onError} threw it, passed to {@code onError}. It never reaches the caller. The
 * callbacks of the builder come first, then the observers in the order in which they were
 * added.
 *
 * @param <T> the type of the values
 */
final class Callbacks<T> {

	private final ChannelName channelName;

	/** Copied on change. An array, so that a drop allocates no iterator. */
	private final AtomicReference<Observation<T>[]> observations = new AtomicReference<>(array(List.of()));

	Callbacks(ChannelName channelName) {
		this.channelName = channelName;
	}

	/**
	 * Add an observer. Closing the registration removes only this registration, even if
	 * the same observer was added twice.
	 */
	Registration add(Observer<? super T> observer) {
		Observation<T> observation = new Observation<>(Objects.requireNonNull(observer, "observer must not be null"));
		change((list) -> list.add(observation));
		return () -> change((list) -> list.removeIf((other) -> other == observation));
	}

	void dropped(T value) {
		for (Observation<T> observation : this.observations.get()) {
			try {
				observation.observer.onDrop(value);
			}
			catch (Throwable ex) {
				threw("onDrop threw", ex);
			}
		}
	}

	/**
	 * Report a dropped value, and then pass it to the action of the call that dropped it.
	 */
	void dropped(T value, @Nullable Consumer<? super T> action) {
		dropped(value);
		if (action != null) {
			try {
				action.accept(value);
			}
			catch (Throwable ex) {
				threw("the action for a dropped value threw", ex);
			}
		}
	}

	void blocked() {
		for (Observation<T> observation : this.observations.get()) {
			try {
				observation.observer.onBlock();
			}
			catch (Throwable ex) {
				threw("onBlock threw", ex);
			}
		}
	}

	void failed(Throwable error) {
		for (Observation<T> observation : this.observations.get()) {
			try {
				observation.observer.onError(error);
			}
			catch (Throwable ex) {
				log("onError threw", ex);
			}
		}
	}

	void received(long bufferedNanos) {
		for (Observation<T> observation : this.observations.get()) {
			try {
				observation.observer.onReceive(bufferedNanos);
			}
			catch (Throwable ex) {
				threw("onReceive threw", ex);
			}
		}
	}

	/**
	 * Return whether any observer observes errors. If none does, a {@code trySend}
	 * creates no exception.
	 */
	boolean wantErrors() {
		for (Observation<T> observation : this.observations.get()) {
			try {
				if (observation.observer.observesErrors()) {
					return true;
				}
			}
			catch (Throwable ex) {
				threw("observesErrors threw", ex);
			}
		}
		return false;
	}

	private void threw(String event, Throwable ex) {
		log(event, ex);
		failed(ex);
	}

	private void log(String event, Throwable ex) {
		GuardedLog.log(Level.ERROR, this.channelName, event, ex);
	}

	private void change(Consumer<List<Observation<T>>> change) {
		this.observations.updateAndGet((before) -> {
			List<Observation<T>> after = new ArrayList<>(List.of(before));
			change.accept(after);
			return array(after);
		});
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // generic arrays cannot be created
	private static <T> Observation<T>[] array(List<Observation<T>> list) {
		return list.toArray(new Observation[0]);
	}

	/** One addition of an observer, which may be added several times. */
	private static final class Observation<T> {

		private final Observer<? super T> observer;

		Observation(Observer<? super T> observer) {
			this.observer = observer;
		}

	}

}
