package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * FIFO queue of threads and other waiters, such as those on one side of a
 * {@link RingChannel}.
 */
final class WaitQueue {

	/*
	 * Lock. The field 'locked' is a spin lock ('this' in the annotations). Threads that
	 * are about to park or unpark hold it for a few instructions. Unlike a ReentrantLock,
	 * it allocates nothing under contention. Nodes are pooled for the same reason. All
	 * callers have checked the StackReserve, so nothing is thrown while the lock is held.
	 *
	 * Leaving. A signalled thread reads its node once and leaves: it takes no lock and
	 * writes nothing, since an atomic instruction would stall until the node has arrived
	 * from the cache of the signalling thread. So the signalling thread returns the node
	 * to the pool, and another thread may join with that node before the first owner has
	 * read it. Each result of that read is still safe. If the node contains another
	 * thread, or WITH_MORE, the reader merely checks whether others wait. If it contains
	 * ALONE, the queue was empty meanwhile, so the threads that waited behind the first
	 * owner have all left the queue.
	 *
	 * Signalling. The signalling thread is on the critical path of the wake-up, so it
	 * writes without fences. A stale size is harmless: at worst a signal, or a request
	 * for a wake-up, finds no waiter. A thread that still finds itself in its node takes
	 * the lock and checks again before it gives up. The signalling thread unparks last,
	 * since unparking takes a lock that belongs to the unparked thread. Joining, in
	 * contrast, needs a fence before the check whether the channel is closed, since
	 * closing first sets the bit and then reads the queue.
	 *
	 * Spurious wake-ups. A thread may read its signal before it is unparked, so the
	 * unparking may hit a later wait of that thread. A token that is cancelled late may
	 * unpark the new owner of a node. Every wait loops, so this costs one turn of the
	 * loop and nothing else.
	 */

	/** Largest number of pooled nodes; the garbage collector frees the rest. */
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

	/** Number of linked nodes. Written under the lock, read without it. */
	private volatile int size;

	/** Join the queue; {@link #leave} must follow. */
	Node join() {
		return join(Thread.currentThread());
	}

	/**
	 * Join the queue as a thread or {@link Waiter}; {@link #leave(Node, Object)} must
	 * follow.
	 */
	Node join(Object waiter) {
		Node node = join(waiter, null);
		while (node == null) {
			node = join(waiter, new Node());
		}
		return node;
	}

	/**
	 * Join with a node of the pool, or with the spare one if the pool is empty. Nothing
	 * is allocated under the lock, since an error would leave it locked.
	 */
	@SuppressWarnings({ "GuardedBy", "NonAtomicVolatileUpdate" }) // takes the lock
	private @Nullable Node join(Object waiter, @Nullable Node spare) {
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
		node.waiter = waiter;
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
	 * @return the signal that this thread received
	 */
	Signal leave(Node node) {
		return leave(node, Thread.currentThread());
	}

	/**
	 * Leave the queue.
	 * @return the signal that the waiter received
	 */
	@SuppressWarnings("GuardedBy") // takes the lock
	Signal leave(Node node, Object waiter) {
		Signal signal = node.signal(waiter);
		if (signal == Signal.NONE) {
			lock();
			signal = node.signal(waiter);
			if (signal == Signal.NONE) {
				unlink(node, Signal.NONE);
			}
			unlock();
		}
		return signal;
	}

	/** Wake up the waiter that has waited longest, if any. */
	@SuppressWarnings("GuardedBy") // takes the lock
	void signal() {
		Object waiter = null;
		lock();
		Node node = this.first;
		if (node != null) {
			waiter = node.waiter;
			unlink(node, (node.next != null) ? Signal.WITH_MORE : Signal.ALONE);
		}
		unlock();
		if (waiter instanceof Thread thread) {
			LockSupport.unpark(thread);
		}
		else if (waiter instanceof Waiter other) {
			other.wake();
		}
	}

	/** Wake up all waiters. Those that join meanwhile may remain. */
	void signalAll() {
		for (int left = this.size; left > 0; left--) {
			signal();
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** Return the number of nodes that are not yet signalled. */
	int size() {
		return this.size;
	}

	/** Unlink a node, replace its waiter by the signal, and recycle it. */
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

	/**
	 * Signal that a waiter has received: none yet, one given while it waited alone, or
	 * one given while others may have waited too.
	 */
	enum Signal {

		NONE, ALONE, WITH_MORE

	}

	/** Node of a waiter. Running it unparks the waiting thread without a signal. */
	static final class Node implements Runnable {

		private @Nullable Node previous;

		private @Nullable Node next;

		/** The waiter, or the signal of the last waiter, which waits no longer. */
		private volatile Object waiter = Signal.NONE;

		/** Return the signal of the current thread, which has joined and not left. */
		Signal signal() {
			return signal(Thread.currentThread());
		}

		private Signal signal(Object owner) {
			Object waiter = this.waiter;
			if (waiter == owner) {
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
