package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

	private final boolean virtual;

	private final ExecutorService threads;

	Exchange(Handoff handoff, int senders, int receivers, boolean virtual) {
		this.handoff = handoff;
		this.senders = senders;
		this.receivers = receivers;
		this.virtual = virtual;
		this.threads = virtual ? virtualThreads() : Executors.newFixedThreadPool(senders + receivers, (task) -> {
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

	@Override
	public Sample run(int elements) throws Exception {
		int parts = this.senders * this.receivers / Math.min(this.senders, this.receivers);
		int total = Math.max(1, elements / parts) * parts;
		CountDownLatch ready = new CountDownLatch(this.senders + this.receivers);
		CountDownLatch go = new CountDownLatch(1);
		List<Future<Work>> sending = start(this.senders, ready, go, () -> send(total / this.senders));
		List<Future<Work>> receiving = start(this.receivers, ready, go, () -> receive(total / this.receivers));
		ready.await();
		long cpu = Meter.processCpuNanos();
		long allBytes = Meter.allocatedByAll();
		long start = System.nanoTime();
		go.countDown();
		Work sent = sum(sending);
		Work received = sum(receiving);
		double nanos = System.nanoTime() - start;
		allBytes = Meter.allocatedByAll() - allBytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (sent.checksum != received.checksum) {
			throw new IllegalStateException("values were lost or doubled");
		}
		double bytes = this.virtual ? allBytes : sent.bytes + received.bytes;
		return new Sample(nanos / total, (double) cpu / total, bytes / total);
	}

	private List<Future<Work>> start(int count, CountDownLatch ready, CountDownLatch go, Callable<Long> loop) {
		List<Future<Work>> started = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			started.add(this.threads.submit(() -> {
				ready.countDown();
				go.await();
				long bytes = this.virtual ? 0 : Meter.allocatedByThisThread();
				long checksum = loop.call();
				return new Work(checksum, this.virtual ? 0 : Meter.allocatedByThisThread() - bytes);
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

	private record Work(long checksum, long bytes) {
	}

}
