package io.backpressure.channel.benchmarks.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.JsonCodecFactory;
import io.backpressure.channel.redis.RedisChannelSettings;
import io.backpressure.channel.redis.RedisTransport;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Comparison of a channel on Redis with a list of Redis that Spring Data accesses. The
 * job is the same in both cases: each thread alternately pushes and pops a value, and
 * waits for the reply of Redis. The list has no bound, cannot be closed, and counts
 * nothing. In both cases a pop deletes the value from Redis, so a value is lost if its
 * receiver fails to process it.
 */
public final class RedisComparison {

	private static final int ROUNDS = 7;

	private static final Duration ROUND = Duration.ofSeconds(2);

	private static final int[] THREADS = { 1, 8, 64 };

	private final LettuceConnectionFactory connections;

	private final StringRedisTemplate template;

	private RedisComparison(int port) {
		this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.template = new StringRedisTemplate(this.connections);
	}

	/**
	 * Start a server, measure, and print a table.
	 * @param args the path of the server, {@code redis-server} by default
	 * @throws Exception if the comparison fails
	 */
	public static void main(String... args) throws Exception {
		int port = freePort();
		Path directory = Files.createTempDirectory("redis");
		Process server = new ProcessBuilder((args.length > 0) ? args[0] : "redis-server", "--port",
				String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
		while (!Files.readString(directory.resolve("log")).contains("Ready to accept connections")) {
			if (!server.isAlive()) {
				throw new IllegalStateException(Files.readString(directory.resolve("log")));
			}
			Thread.sleep(20);
		}
		RedisComparison comparison = new RedisComparison(port);
		comparison.print(comparison.run());
		System.exit(0); // does not wait for the threads of the client
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private List<Measurement> run() throws Exception {
		List<Transfer> transfers = List.of(new OnChannel(channel()), new OnList(this.template));
		List<Measurement> measurements = new ArrayList<>();
		for (int threads : THREADS) {
			for (int round = 0; round <= ROUNDS; round++) { // the first one is a warm-up
				for (Transfer transfer : transfers) {
					Measurement measurement = measure(transfer, threads);
					System.err.println(measurement);
					if (round > 0) {
						measurements.add(measurement);
					}
				}
			}
		}
		return measurements;
	}

	private SharedChannel<String> channel() {
		RedisTransport transport = new RedisTransport(this.connections,
				new JsonCodecFactory(JsonMapper.builder().build()), (name) -> RedisChannelSettings.DEFAULTS);
		return (SharedChannel<String>) transport.build("benchmark-" + UUID.randomUUID(),
				ResolvableType.forClass(String.class), BackpressureChannel.<String>builder().bufferSize(1000));
	}

	private Measurement measure(Transfer transfer, int threads) throws Exception {
		List<Worker> workers = new ArrayList<>();
		double cpu = serverCpuSeconds();
		long start = System.nanoTime();
		for (int thread = 0; thread < threads; thread++) {
			Worker worker = new Worker(transfer, start + ROUND.toNanos());
			worker.start();
			workers.add(worker);
		}
		for (Worker worker : workers) {
			worker.join();
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		int messages = workers.stream().mapToInt((worker) -> worker.pushes.size()).sum();
		return new Measurement(transfer.name(), threads, messages / seconds,
				Latencies.of(workers.stream().map((worker) -> worker.pushes).toList()),
				Latencies.of(workers.stream().map((worker) -> worker.pops).toList()),
				(serverCpuSeconds() - cpu) * 1e6 / messages);
	}

	private double serverCpuSeconds() {
		RedisCallback<Properties> query = (connection) -> connection.serverCommands().info("cpu");
		Properties info = this.template.execute(query);
		if (info == null) {
			return Double.NaN;
		}
		return Double.parseDouble(info.getProperty("used_cpu_user"))
				+ Double.parseDouble(info.getProperty("used_cpu_sys"));
	}

	private void print(List<Measurement> measurements) {
		Map<Integer, List<Measurement>> byThreads = new TreeMap<>();
		measurements.forEach((each) -> byThreads.computeIfAbsent(each.threads(), (key) -> new ArrayList<>()).add(each));
		System.out.println("| threads | | messages/s | send p50/p99 us | receive p50/p99 us | Redis CPU us/message |");
		System.out.println("|---:|---|---:|---:|---:|---:|");
		byThreads.forEach((threads, each) -> {
			List<Measurement> channel = of(each, OnChannel.NAME);
			List<Measurement> list = of(each, OnList.NAME);
			printRow(threads, OnChannel.NAME, channel);
			printRow(threads, OnList.NAME, list);
			double[] ratios = new double[channel.size()];
			Arrays.setAll(ratios, (round) -> channel.get(round).perSecond() / list.get(round).perSecond());
			Arrays.sort(ratios);
			System.out.printf(Locale.ROOT, "| %d | ratio, median of the rounds | %.2f (%.2f to %.2f) | | | |%n",
					threads, ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
		});
	}

	private static List<Measurement> of(List<Measurement> all, String name) {
		return all.stream().filter((each) -> each.name().equals(name)).toList();
	}

	private static void printRow(int threads, String name, List<Measurement> rounds) {
		System.out.printf(Locale.ROOT, "| %d | %s | %.0f | %.0f / %.0f | %.0f / %.0f | %.1f |%n", threads, name,
				median(rounds.stream().mapToDouble(Measurement::perSecond).toArray()),
				median(rounds.stream().mapToDouble((each) -> each.push().p50()).toArray()),
				median(rounds.stream().mapToDouble((each) -> each.push().p99()).toArray()),
				median(rounds.stream().mapToDouble((each) -> each.pop().p50()).toArray()),
				median(rounds.stream().mapToDouble((each) -> each.pop().p99()).toArray()),
				median(rounds.stream().mapToDouble(Measurement::serverCpuMicros).toArray()));
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		return values[values.length / 2];
	}

	private record OnChannel(SharedChannel<String> channel) implements Transfer {

		static final String NAME = "channel";

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public void push(String value) throws InterruptedException {
			this.channel.send(value);
		}

		@Override
		public String pop() throws InterruptedException {
			return this.channel.receive();
		}

	}

	private record OnList(StringRedisTemplate template) implements Transfer {

		static final String NAME = "RedisTemplate, leftPush and rightPop";

		private static final String KEY = "benchmark-list";

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public void push(String value) {
			this.template.opsForList().leftPush(KEY, value);
		}

		@Override
		public String pop() {
			String value = this.template.opsForList().rightPop(KEY);
			if (value == null) {
				throw new IllegalStateException("The list is empty after a push");
			}
			return value;
		}

	}

	private static final class Worker extends Thread {

		private static final String VALUE = "an order of some hundred bytes: " + "x".repeat(100);

		private final Transfer transfer;

		private final long end;

		private final List<Long> pushes = new ArrayList<>();

		private final List<Long> pops = new ArrayList<>();

		Worker(Transfer transfer, long end) {
			this.transfer = transfer;
			this.end = end;
		}

		@Override
		public void run() {
			try {
				for (long start = System.nanoTime(); start < this.end; start = System.nanoTime()) {
					this.transfer.push(VALUE);
					long pushed = System.nanoTime();
					this.transfer.pop();
					this.pops.add(System.nanoTime() - pushed);
					this.pushes.add(pushed - start);
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	private record Latencies(double p50, double p99) {

		static Latencies of(List<List<Long>> nanos) {
			long[] sorted = nanos.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray();
			return new Latencies(sorted[sorted.length / 2] / 1e3, sorted[sorted.length * 99 / 100] / 1e3);
		}

	}

	private record Measurement(String name, int threads, double perSecond, Latencies push, Latencies pop,
			double serverCpuMicros) {

	}

}
