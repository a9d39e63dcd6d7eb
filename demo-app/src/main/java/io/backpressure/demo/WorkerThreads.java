package io.backpressure.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.backpressure.channel.ChannelClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one {@link Worker}.
 *
 * @param <T> the type of the values
 */
final class WorkerThreads<T> {

	private static final Logger logger = LoggerFactory.getLogger(WorkerThreads.class);

	/** The longest that a batch gathers, and that a request to finish goes unseen. */
	private static final Duration GATHER = Duration.ofMillis(100);

	private final Worker<T> worker;

	private final List<Thread> threads;

	private volatile boolean finishing;

	WorkerThreads(Worker<T> worker) {
		this.worker = worker;
		this.threads = IntStream.rangeClosed(1, worker.threads())
			.mapToObj((number) -> new Thread(this::run, worker.channel().name() + "-" + number))
			.toList();
	}

	void start() {
		this.threads.forEach(Thread::start);
	}

	private void run() {
		try {
			while (!this.finishing || this.worker.channel().size() > 0) {
				List<T> batch = this.worker.channel().receiveBatch(this.worker.batchSize(), GATHER);
				if (!batch.isEmpty()) {
					handle(batch);
				}
			}
		}
		catch (InterruptedException | ChannelClosedException ex) {
			logger.debug("{} ends early", Thread.currentThread().getName(), ex);
		}
	}

	/** What cannot be handled ends neither the thread nor the values that come after. */
	private void handle(List<T> batch) throws InterruptedException {
		try {
			this.worker.work().on(batch);
		}
		catch (RuntimeException ex) {
			logger.error("{} values of {} could not be handled", batch.size(), this.worker.channel().name(), ex);
		}
	}

	/** Let the threads take what is buffered, but no longer than until the deadline. */
	void finish(long deadline) {
		this.finishing = true;
		for (Thread thread : this.threads) {
			try {
				thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			thread.interrupt();
		}
	}

}
