package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Senders and receivers, each on a thread of its own, that share out the elements. The
 * handoff lives on from run to run, as one in production would.
 */
final class Exchange implements Measurement {

	private final Handoff handoff;

	private final int senders;

	private final int receivers;

	private final Threads kind;

	private final ExecutorService threads;

	Exchange(Handoff handoff, int senders, int receivers, Threads kind) {
		this.handoff = handoff;
		this.senders = senders;
		this.receivers = receivers;
		this.kind = kind;
		this.threads = isVirtual() ? virtualThreads() : Executors.newFixedThreadPool(senders + receivers, (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
	}

	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Virtual threads need Java 21", ex);
		}
	}

	private boolean isVirtual() {
		return this.kind == Threads.VIRTUAL;
	}

	@Override
	public Sample run(int elements) throws Exception {
		int parts = this.senders * this.receivers / Math.min(this.senders, this.receivers);
		int total = Math.max(1, elements / parts) * parts;
		StartingLine line = new StartingLine(this.senders + this.receivers, this.kind == Threads.RUNNING);
		List<Future<Work>> sending = start(this.senders, line, () -> send(total / this.senders));
		List<Future<Work>> receiving = start(this.receivers, line, () -> receive(total / this.receivers));
		line.awaitThreads();
		long cpu = Meter.processCpuNanos();
		long allBytes = Meter.allocatedByAll();
		long start = System.nanoTime();
		line.start();
		Work sent = sum(sending);
		Work received = sum(receiving);
		double nanos = System.nanoTime() - start;
		allBytes = Meter.allocatedByAll() - allBytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (sent.checksum != received.checksum) {
			throw new IllegalStateException("values were lost or doubled");
		}
		double bytes = isVirtual() ? allBytes : sent.bytes + received.bytes;
		return new Sample(nanos / total, (double) cpu / total, bytes / total);
	}

	private List<Future<Work>> start(int count, StartingLine line, Callable<Long> loop) {
		List<Future<Work>> started = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			started.add(this.threads.submit(() -> {
				line.await();
				long bytes = isVirtual() ? 0 : Meter.allocatedByThisThread();
				long checksum = loop.call();
				return new Work(checksum, isVirtual() ? 0 : Meter.allocatedByThisThread() - bytes);
			}));
		}
		return started;
	}

	private long send(int count) throws InterruptedException {
		long checksum = 0;
		for (int i = 0; i < count; i++) {
			Integer value = Values.get(i);
			this.handoff.put(value);
			checksum += value;
		}
		return checksum;
	}

	private long receive(int count) throws InterruptedException {
		long checksum = 0;
		for (int i = 0; i < count; i++) {
			checksum += this.handoff.take();
		}
		return checksum;
	}

	private static Work sum(List<Future<Work>> all) throws Exception {
		long checksum = 0;
		long bytes = 0;
		for (Future<Work> one : all) {
			checksum += one.get().checksum;
			bytes += one.get().bytes;
		}
		return new Work(checksum, bytes);
	}

	/** What exchanges values. */
	enum Threads {

		/** Platform threads, which run when a run begins. */
		RUNNING,

		/** Platform threads, which are parked when a run begins, and woken by one. */
		WOKEN,

		/** Virtual threads, which have no processor of their own. */
		VIRTUAL

	}

	private record Work(long checksum, long bytes) {
	}

}
