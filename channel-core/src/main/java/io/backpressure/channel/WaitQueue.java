package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a {@link RingChannel}, first in, first out.
 */
final class WaitQueue {

	/*
	 * The queue is its own lock, of one word ('this' in the annotations): it is held for
	 * a few instructions by threads that are about to park or to unpark, and unlike a
	 * ReentrantLock it allocates nothing when it is contended. Nodes are pooled for the
	 * same reason. All callers have checked the StackReserve, so nothing is thrown while
	 * it is held.
	 *
	 * A thread that was signalled is on its way to what it waited for, and leaves with
	 * one look at its node: no lock, no write, not even an atomic one, for which the
	 * processor would stop until the node has come from the signaller's cache. So it is
	 * the signaller that puts the node back into the pool, and the next thread to join
	 * may have it before the look. What is seen then is still good enough: another thread
	 * in the node, or that it was signalled with more behind it, costs a look whether
	 * others wait; that it was signalled alone says that the queue was empty meanwhile,
	 * so that those who waited behind the first owner have all left it.
	 *
	 * The signaller is on the way of the wake-up, so it writes without fences. Who sees a
	 * size that was larger signals nobody, or asks for a wake-up of nobody; who still
	 * sees itself in its node takes the lock and looks again before it gives up; and
	 * unparking comes after these writes, since it locks what belongs to the thread. A
	 * thread that joins does need the fence: between that and its look whether the
	 * channel was closed, as closing sets the bit first and then looks who waits.
	 *
	 * The new owner of a node may be unparked by whoever signalled the last one, or by a
	 * token that was cancelled late. Every wait here loops, so that this costs it a turn
	 * of the loop and nothing else.
	 */

	/** More nodes than this are left to the garbage collector. */
	private static final int POOL_SIZE = 1024;

	private static final VarHandle LOCKED;

	private static final VarHandle SIZE;

	private static final VarHandle WAITER;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			LOCKED = lookup.findVarHandle(WaitQueue.class, "locked", boolean.class);
			SIZE = lookup.findVarHandle(WaitQueue.class, "size", int.class);
			WAITER = lookup.findVarHandle(Node.class, "waiter", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // so that this shares no cache line with the other side
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	@SuppressWarnings("unused") // through LOCKED
	private volatile boolean locked;

	@GuardedBy("this")
	private @Nullable Node first;

	@GuardedBy("this")
	private @Nullable Node last;

	@GuardedBy("this")
	private @Nullable Node pool;

	@GuardedBy("this")
	private int pooled;

	/** How many nodes are linked. Written under the lock, read without. */
	private volatile int size;

	/** Join the queue; {@link #leave} must follow. */
	Node join() {
		Thread thread = Thread.currentThread();
		Node node = join(thread, null);
		while (node == null) {
			node = join(thread, new Node());
		}
		return node;
	}

	/**
	 * Join with a node of the pool, or with the spare one if it has none. Nothing is
	 * allocated under the lock, since nobody would release it after an error.
	 */
	@SuppressWarnings({ "GuardedBy", "NonAtomicVolatileUpdate" }) // takes the lock
	private @Nullable Node join(Thread thread, @Nullable Node spare) {
		lock();
		Node node = this.pool;
		if (node != null) {
			this.pool = node.next;
			this.pooled--;
		}
		else if (spare != null) {
			node = spare;
		}
		else {
			unlock();
			return null;
		}
		node.waiter = thread;
		node.next = null;
		node.previous = this.last;
		if (this.last != null) {
			this.last.next = node;
		}
		else {
			this.first = node;
		}
		this.last = node;
		this.size++;
		unlock();
		return node;
	}

	@GuardedBy("this")
	private void recycle(Node node) {
		if (this.pooled < POOL_SIZE) {
			node.next = this.pool;
			this.pool = node;
			this.pooled++;
		}
	}

	/**
	 * Leave the queue.
	 * @return how this thread was signalled
	 */
	@SuppressWarnings("GuardedBy") // takes the lock
	Signal leave(Node node) {
		Signal signal = node.signal();
		if (signal == Signal.NONE) {
			lock();
			signal = node.signal();
			if (signal == Signal.NONE) {
				unlink(node, Signal.NONE);
			}
			unlock();
		}
		return signal;
	}

	/** Wake the thread that has waited longest, if any. */
	@SuppressWarnings("GuardedBy") // takes the lock
	void signal() {
		Thread thread = null;
		lock();
		Node node = this.first;
		if (node != null) {
			thread = (Thread) node.waiter;
			unlink(node, (node.next != null) ? Signal.WITH_MORE : Signal.ALONE);
		}
		unlock();
		LockSupport.unpark(thread);
	}

	/** Wake all threads. */
	void signalAll() {
		while (!isEmpty()) {
			signal();
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** How many threads wait and are not yet signalled. */
	int size() {
		return this.size;
	}

	/** Take a node out, and forget its thread. */
	@GuardedBy("this")
	private void unlink(Node node, Signal signal) {
		Node next = node.next;
		Node previous = node.previous;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
		SIZE.setRelease(this, this.size - 1);
		WAITER.setRelease(node, signal);
		recycle(node);
	}

	private void lock() {
		for (int spins = 0; !LOCKED.compareAndSet(this, false, true); spins++) {
			Spin.backOff(spins);
		}
	}

	private void unlock() {
		LOCKED.setRelease(this, false);
	}

	/** Whether a thread was signalled, and whether others may have waited then. */
	enum Signal {

		NONE, ALONE, WITH_MORE

	}

	/** A waiting thread; run to unpark it without signalling it. */
	static final class Node implements Runnable {

		private @Nullable Node previous;

		private @Nullable Node next;

		/** The thread that waits, or how the one that waited was signalled. */
		private volatile Object waiter = Signal.NONE;

		/** How this thread was signalled, which has joined and not left. */
		Signal signal() {
			Object waiter = this.waiter;
			if (waiter == Thread.currentThread()) {
				return Signal.NONE;
			}
			return (waiter == Signal.ALONE) ? Signal.ALONE : Signal.WITH_MORE;
		}

		@Override
		public void run() {
			if (this.waiter instanceof Thread thread) {
				LockSupport.unpark(thread);
			}
		}

	}

}
