package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a {@link RingChannel}, first in, first out, and
 * how long it has lately paid to spin before joining them.
 */
final class WaitQueue {

	/*
	 * The links are guarded by a lock of one word: it is held for a few instructions by
	 * threads that are about to park or to unpark, and unlike a ReentrantLock it
	 * allocates nothing when it is contended. Nodes are pooled for the same reason.
	 *
	 * A node that is recycled may still be unparked, by whoever signalled it or by a
	 * token that was cancelled late. Every wait here loops, so that this costs its new
	 * owner a turn of the loop and nothing else.
	 */

	@SuppressWarnings("unused") // so that the two sides of a channel share no cache line
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	/** More nodes than this are left to the garbage collector. */
	private static final int POOL_SIZE = 1024;

	private static final VarHandle LOCKED;

	static {
		try {
			LOCKED = MethodHandles.lookup().findVarHandle(WaitQueue.class, "locked", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through LOCKED
	private volatile boolean locked;

	private @Nullable Node first;

	private @Nullable Node last;

	private @Nullable Node pool;

	private int pooled;

	/** How many nodes are linked. Written under the lock, read without. */
	private volatile int size;

	/** How long to spin, in nanoseconds; racy, since any recent value will do. */
	private int spinNanos = Spin.START_NANOS;

	final Payoff spinning = new Payoff();

	final Payoff yielding = new Payoff();

	/** Join the queue; {@link #leave} must follow. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	Node join() {
		lock();
		Node node = this.pool;
		if (node != null) {
			this.pool = node.next;
			this.pooled--;
		}
		else {
			node = new Node();
		}
		node.thread = Thread.currentThread();
		node.signalled = false;
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

	/**
	 * Leave the queue.
	 * @return whether the node was signalled
	 */
	boolean leave(Node node) {
		lock();
		boolean signalled = node.signalled;
		if (!signalled) {
			unlink(node);
		}
		node.thread = null;
		if (this.pooled < POOL_SIZE) {
			node.next = this.pool;
			this.pool = node;
			this.pooled++;
		}
		unlock();
		return signalled;
	}

	/** Wake the thread that has waited longest, if any. */
	void signal() {
		if (isEmpty()) {
			return;
		}
		Thread thread = null;
		lock();
		Node node = this.first;
		if (node != null) {
			unlink(node);
			thread = node.thread;
			node.signalled = true;
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

	/** Call only when holding the lock. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	private void unlink(Node node) {
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
		this.size--;
	}

	private void lock() {
		for (int spins = 0; !LOCKED.compareAndSet(this, false, true); spins++) {
			Spin.backOff(spins);
		}
	}

	private void unlock() {
		LOCKED.setRelease(this, false);
	}

	/** How long to spin now, in nanoseconds. */
	int spinNanos() {
		return this.spinNanos;
	}

	/** A spin ended in success after that time: be ready to spin twice as long. */
	void spinPaid(long nanos) {
		raise(nanos);
		this.spinning.note(true);
	}

	/** A wait ended after that time in which a thread had parked. */
	void spinWouldHavePaid(long nanos) {
		if (nanos <= Spin.MAX_NANOS) {
			raise(nanos);
		}
	}

	void spinWasFruitless() {
		this.spinNanos = Math.max(Spin.MIN_NANOS, this.spinNanos / 2);
		this.spinning.note(false);
	}

	private void raise(long nanos) {
		this.spinNanos = (int) Math.min(Spin.MAX_NANOS, Math.max(this.spinNanos, 2 * nanos));
	}

	/** A waiting thread; run to unpark it without signalling it. */
	static final class Node implements Runnable {

		private @Nullable Node previous;

		private @Nullable Node next;

		private volatile @Nullable Thread thread;

		private volatile boolean signalled;

		boolean isSignalled() {
			return this.signalled;
		}

		@Override
		public void run() {
			LockSupport.unpark(this.thread);
		}

	}

}
