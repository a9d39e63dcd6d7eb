package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Threads that each execute a part of a run and then wait for the next run. Between runs
 * they are parked, so that other processes can be measured.
 * <p>
 * The way in which the threads wait for the start determines their processors. A parked
 * thread is woken up on the processor of the waking thread. Two threads then often share
 * a processor, and as long as one of them always waits for the other, the operating
 * system does not separate them. Threads that wait without parking are already spread
 * over the processors at the start.
 */
final class Crew {

	/**
	 * Time for the operating system to spread the threads: a few ticks of its scheduler.
	 */
	private static final int SPREADING_MILLIS = 20;

	private final boolean running;

	private final List<Thread> threads = new ArrayList<>();

	/** The run for which the threads get ready. */
	private volatile int called;

	/** The last run that has started. */
	private volatile int started;

	private final AtomicInteger ready = new AtomicInteger();

	private final AtomicInteger finished = new AtomicInteger();

	private volatile @Nullable Thread leader;

	private volatile @Nullable Throwable failure;

	/**
	 * Start the threads.
	 * @param kind the kind of threads
	 * @param running whether ready threads wait for the start in a loop that yields;
	 * otherwise they park
	 * @param members the task of each thread
	 */
	Crew(Threads kind, boolean running, List<Member> members) {
		this.running = running;
		for (Member member : members) {
			this.threads.add(kind.factory().newThread(() -> work(member)));
		}
		this.threads.forEach(Thread::start);
	}

	private void work(Member member) {
		try {
			member.work(this);
		}
		catch (Exception | Error ex) {
			this.failure = ex;
			LockSupport.unpark(this.leader);
		}
	}

	/**
	 * Wait until a run has started. Each thread calls this method. Runs are counted from
	 * 1.
	 */
	@SuppressWarnings("ThreadPriorityCheck") // lets other threads get ready
	void awaitStart(int run) {
		while (this.called < run) {
			LockSupport.park(this);
		}
		count(this.ready);
		while (this.started < run) {
			if (this.running) {
				Thread.yield();
			}
			else {
				LockSupport.park(this);
			}
		}
	}

	/** Report that the current thread has done its part of the run. */
	void finish() {
		count(this.finished);
	}

	private void count(AtomicInteger threads) {
		if (threads.incrementAndGet() == this.threads.size()) {
			LockSupport.unpark(this.leader);
		}
	}

	/**
	 * Let the threads get ready for the next run, and wait until all of them are ready.
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	void getReady() throws InterruptedException {
		this.leader = Thread.currentThread();
		this.called++;
		this.threads.forEach(LockSupport::unpark);
		await(this.ready);
		if (this.running) {
			Thread.sleep(SPREADING_MILLIS);
		}
	}

	/**
	 * Start the run for which the threads are ready, and wait until all of them have done
	 * their parts.
	 */
	void run() throws InterruptedException {
		this.started = this.called;
		this.threads.forEach(LockSupport::unpark);
		await(this.finished);
	}

	private void await(AtomicInteger counted) throws InterruptedException {
		while (counted.get() < this.threads.size() && this.failure == null) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		if (this.failure != null) {
			throw new IllegalStateException("A thread failed", this.failure);
		}
		counted.set(0);
	}

	/** Task of a thread. */
	interface Member {

		/**
		 * Wait for the start of each run, do a part of the run, and report the end of
		 * that part. One method must do all of this, so that its loops are compiled
		 * together: a virtual thread with interpreted frames allocates a new stack at
		 * each wait.
		 * @param crew the crew that starts the runs and receives the reports
		 * @throws Exception if the task fails
		 */
		void work(Crew crew) throws Exception;

	}

}
