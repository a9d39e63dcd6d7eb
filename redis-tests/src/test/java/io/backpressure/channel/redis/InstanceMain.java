package io.backpressure.channel.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelFullException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;

/**
 * Instance of an application in a separate JVM, started by {@link TestJvm}. It prints a
 * line when its channels are open, and begins its task when it reads a line. A sending
 * instance ends when it has sent all its values. The other instances end when their
 * channels are closed and drained.
 */
public final class InstanceMain {

	static final int CAPACITY = 100;

	static final Duration VISIBILITY = Duration.ofSeconds(1);

	private static final int WORKERS = 4;

	private static final Duration WORK = Duration.ofMillis(5);

	private final List<SharedChannel<Long>> channels = new ArrayList<>();

	private final Journal journal;

	private InstanceMain(TestInstance instance, String prefix, List<BackpressureStrategy> strategies, Journal journal) {
		this.journal = journal;
		for (BackpressureStrategy strategy : strategies) {
			this.channels.add(channel(instance, prefix, strategy, journal));
		}
	}

	private static SharedChannel<Long> channel(TestInstance instance, String prefix, BackpressureStrategy strategy,
			Journal journal) {
		String name = prefix + strategy;
		return instance.channel(name, Long.class,
				(builder) -> builder.bufferSize(CAPACITY)
					.strategy(strategy)
					.onDrop((value) -> journal.write(Journal.Kind.DROPPED, strategy, value)));
	}

	/**
	 * Run an instance.
	 * @param arguments the port of the server, the prefix of the channel names, the
	 * journal, the task ({@code send}, {@code receive} or {@code work}), the first value,
	 * the end of the values (exclusive), and the strategies
	 */
	public static void main(String[] arguments) throws Exception {
		RedisChannelSettings settings = new RedisChannelSettings("bpc", VISIBILITY, 1000, Duration.ofMinutes(1));
		List<BackpressureStrategy> strategies = new ArrayList<>();
		for (int index = 6; index < arguments.length; index++) {
			strategies.add(BackpressureStrategy.valueOf(arguments[index]));
		}
		try (TestInstance instance = new TestInstance(Integer.parseInt(arguments[0]), settings);
				Journal journal = new Journal(Path.of(arguments[2]))) {
			InstanceMain main = new InstanceMain(instance, arguments[1], strategies, journal);
			System.out.println(TestJvm.READY);
			if (System.in.read() >= 0) {
				main.run(arguments[3], Long.parseLong(arguments[4]), Long.parseLong(arguments[5]));
			}
		}
	}

	private void run(String task, long first, long end) throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (SharedChannel<Long> channel : this.channels) {
			switch (task) {
				case "send" -> {
					long middle = (first + end) / 2;
					threads.add(start(() -> send(channel, first, middle)));
					threads.add(start(() -> send(channel, middle, end)));
				}
				case "receive" -> threads.add(start(() -> channel
					.forEach((value) -> this.journal.write(Journal.Kind.RECEIVED, channel.strategy(), value))));
				default -> {
					for (int worker = 0; worker < WORKERS; worker++) {
						threads
							.add(start(() -> channel.acknowledging().forEach((received) -> work(channel, received))));
					}
				}
			}
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void send(SharedChannel<Long> channel, long first, long end) throws InterruptedException {
		for (long value = first; value < end; value++) {
			// onDrop writes the dropped values to the journal
			try {
				channel.send(value);
				this.journal.write(Journal.Kind.SENT, channel.strategy(), value);
			}
			catch (ChannelFullException ex) {
				this.journal.write(Journal.Kind.REJECTED, channel.strategy(), value);
			}
			catch (ChannelClosedException ex) {
				return;
			}
		}
	}

	private void work(SharedChannel<Long> channel, Received<Long> received) {
		LockSupport.parkNanos(WORK.toNanos());
		this.journal.write((received.deliveries() > 1) ? Journal.Kind.REDELIVERED : Journal.Kind.RECEIVED,
				channel.strategy(), received.value());
		received.acknowledge();
	}

	private static Thread start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (Exception ex) {
				ex.printStackTrace();
				Runtime.getRuntime().halt(1);
			}
		});
		thread.start();
		return thread;
	}

	/** Task of a thread. */
	private interface Task {

		void run() throws InterruptedException, IOException;

	}

}
