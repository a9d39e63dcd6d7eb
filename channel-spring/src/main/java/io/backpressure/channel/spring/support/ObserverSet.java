package io.backpressure.channel.spring.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Observers that an application context has added to channels. This set refers to them
 * weakly: an observer lives as long as its channel, and the set does not keep the channel
 * from garbage collection. Thread-safe.
 *
 * @param <O> the type of the observers
 * @since 0.1.0
 */
public final class ObserverSet<O extends ObserverSet.Member> {

	private final Set<O> members = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private volatile boolean left;

	/**
	 * Add an observer to a channel.
	 * @param channel the channel
	 * @param observer an observer that observes no other channel
	 */
	public void observe(BackpressureChannel<?> channel, O observer) {
		this.members.add(observer);
		observer.join(channel);
		if (this.left) {
			observer.leave();
		}
	}

	/**
	 * Return the observers whose channels are still in use.
	 * @return the observers, in no order; a copy
	 */
	public List<O> members() {
		return new ArrayList<>(this.members);
	}

	/**
	 * Remove an observer from its channel.
	 * @param observer the observer
	 */
	public void remove(O observer) {
		this.members.remove(observer);
		observer.leave();
	}

	/**
	 * Remove all observers from their channels. An observer that is added later is
	 * removed at once.
	 */
	public void leave() {
		this.left = true;
		members().forEach(Member::leave);
		this.members.clear();
	}

	/**
	 * Observer of one channel.
	 */
	public abstract static class Member implements BackpressureChannel.Observer<Object> {

		private volatile @Nullable Registration registration;

		/**
		 * Create an observer.
		 */
		protected Member() {
		}

		void join(BackpressureChannel<?> channel) {
			this.registration = channel.observe(this);
		}

		void leave() {
			Registration registration = this.registration;
			if (registration != null) {
				registration.close();
			}
		}

	}

}
