package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a {@link RingChannel}, first in, first out.
 */
final class WaitQueue {

	/*
	 * The links are guarded by a lock of one word: it is held for a few instructions by
	 * threads that are about to park or to unpark, and unlike a ReentrantLock it
	 * allocates nothing when it is contended. Nodes are pooled for the same reason.
	 *
	 * A thread that was signalled is on its way to what it waited for, and leaves without
	 * a look at the queue, which the signaller has just written: its node tells all that
	 * it has to know, and becomes the spare one, which the next thread to join takes. It
	 * does not write to the node either, so as not to wait for its cache line twice.
	 *
	 * A node that is recycled may still be unparked, by whoever signalled it or by a
	 * token that was cancelled late. Every wait here loops, so that this costs its new
	 * owner a turn of the loop and nothing else.
	 */

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

	@SuppressWarnings("unused") // so that this shares no cache line with the other side
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	@SuppressWarnings("unused") // through LOCKED
	private volatile boolean locked;

	private @Nullable Node first;

	private @Nullable Node last;

	private @Nullable Node pool;

	private int pooled;

	/** How many nodes are linked. Written under the lock, read without. */
	private volatile int size;

	/** Of the threads that wait alone, as is the spare node. */
	final Patience patience = new Patience();

	private final AtomicReference<@Nullable Node> spare = new AtomicReference<>();

	/** Join the queue; {@link #leave} must follow. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	Node join() {
		lock();
		Node node = takeNode();
		node.thread = Thread.currentThread();
		node.signal = Signal.NONE;
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

	/** Call only when holding the lock. */
	private Node takeNode() {
		Node node = this.spare.getAndSet(null);
		if (node != null) {
			return node;
		}
		node = this.pool;
		if (node != null) {
			this.pool = node.next;
			this.pooled--;
			return node;
		}
		return new Node();
	}

	/**
	 * Leave the queue.
	 * @return how the node was signalled
	 */
	Signal leave(Node node) {
		Signal signal = node.signal;
		if (signal != Signal.NONE && this.spare.compareAndSet(null, node)) {
			return signal;
		}
		lock();
		signal = node.signal;
		if (signal == Signal.NONE) {
			unlink(node);
		}
		if (this.pooled < POOL_SIZE) {
			node.next = this.pool;
			this.pool = node;
			this.pooled++;
		}
		unlock();
		return signal;
	}

	/** Wake the thread that has waited longest, if any. */
	void signal() {
		Thread thread = null;
		lock();
		Node node = this.first;
		if (node != null) {
			thread = node.thread;
			unlink(node);
			node.signal = (this.first != null) ? Signal.WITH_MORE : Signal.ALONE;
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

	/** Take a node out, and forget its thread. Call only when holding the lock. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	private void unlink(Node node) {
		node.thread = null;
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

	/** Whether a node was signalled, and whether others were in the queue then. */
	enum Signal {

		NONE, ALONE, WITH_MORE

	}

	/** A waiting thread; run to unpark it without signalling it. */
	static final class Node implements Runnable {

		private @Nullable Node previous;

		private @Nullable Node next;

		private volatile @Nullable Thread thread;

		private volatile Signal signal = Signal.NONE;

		boolean isSignalled() {
			return this.signal != Signal.NONE;
		}

		@Override
		public void run() {
			LockSupport.unpark(this.thread);
		}

	}

}
