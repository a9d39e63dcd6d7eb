package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.backpressure.channel.BackpressureChannel.Observer;

/**
 * Who is told what happens to a channel, guarded: what one throws is logged and told to
 * {@code onError}, never to the sender. The builder's callbacks come first, then the
 * observers in the order in which they were added.
 *
 * @param <T> the type of the values
 */
final class Callbacks<T> {

	private static final System.Logger logger = System.getLogger(BackpressureChannel.class.getName());

	private final ChannelName channelName;

	/** An array, replaced on change: a drop allocates no iterator. */
	private final AtomicReference<Observer<? super T>[]> observers = new AtomicReference<>(array(List.of()));

	Callbacks(ChannelName channelName) {
		this.channelName = channelName;
	}

	CancellationToken.Registration add(Observer<? super T> observer) {
		Objects.requireNonNull(observer, "observer must not be null");
		change((list) -> {
			list.add(observer);
			return list;
		});
		return () -> change((list) -> {
			list.remove(observer);
			return list;
		});
	}

	void dropped(T value) {
		for (Observer<? super T> observer : this.observers.get()) {
			try {
				observer.onDrop(value);
			}
			catch (Throwable ex) {
				threw("onDrop", ex);
			}
		}
	}

	void blocked() {
		for (Observer<? super T> observer : this.observers.get()) {
			try {
				observer.onBlock();
			}
			catch (Throwable ex) {
				threw("onBlock", ex);
			}
		}
	}

	void failed(Throwable error) {
		for (Observer<? super T> observer : this.observers.get()) {
			try {
				observer.onError(error);
			}
			catch (Throwable ex) {
				log("onError", ex);
			}
		}
	}

	void received(long bufferedNanos) {
		for (Observer<? super T> observer : this.observers.get()) {
			try {
				observer.onReceive(bufferedNanos);
			}
			catch (Throwable ex) {
				threw("onReceive", ex);
			}
		}
	}

	/** Whether any observer wants errors; if not, a {@code trySend} creates none. */
	boolean wantErrors() {
		for (Observer<? super T> observer : this.observers.get()) {
			try {
				if (observer.observesErrors()) {
					return true;
				}
			}
			catch (Throwable ex) {
				threw("observesErrors", ex);
			}
		}
		return false;
	}

	private void threw(String callback, Throwable ex) {
		log(callback, ex);
		failed(ex);
	}

	private void log(String callback, Throwable ex) {
		logger.log(Level.ERROR, "Channel '" + this.channelName + "': " + callback + " threw", ex);
	}

	private void change(UnaryOperator<List<Observer<? super T>>> change) {
		this.observers.updateAndGet((before) -> array(change.apply(new ArrayList<>(List.of(before)))));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // there is no generic array
	private static <T> Observer<? super T>[] array(List<Observer<? super T>> list) {
		return list.toArray(new Observer[0]);
	}

}
