package io.backpressure.channel.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XPendingArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.models.stream.PendingMessage;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real Redis server for tests, which can be killed, halted and started again on its data.
 * By default, the executable is the one bundled with embedded-redis. The system property
 * {@code redis.server} is the path of another executable, such as Debian's or Valkey's.
 */
public final class TestServer implements AutoCloseable {

	private final int port = freePort();

	private final Path directory;

	private final List<String> settings;

	private Process process;

	private TestServer(List<String> settings) {
		try {
			this.directory = Files.createTempDirectory(target(), "redis");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.settings = settings;
		start();
	}

	/** Start a server with additional settings, as pairs of names and values. */
	public static TestServer with(String... settings) {
		return new TestServer(List.of(settings));
	}

	/** Return the server shared by all tests of this JVM that do not disturb it. */
	public static TestServer shared() {
		return Shared.SERVER;
	}

	void start() {
		List<String> command = new ArrayList<>(List.of(Executable.FILE.getPath(), "--port", String.valueOf(this.port),
				"--bind", "127.0.0.1", "--save", "", "--dir", this.directory.toString()));
		for (int index = 0; index < this.settings.size(); index += 2) {
			command.add("--" + this.settings.get(index));
			command.add(this.settings.get(index + 1));
		}
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(this::accepts);
	}

	private boolean accepts() {
		assertThat(this.process.isAlive()).as("the server on port " + this.port + " runs").isTrue();
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 200);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Kill the server, as {@code kill -9} does. */
	void kill() {
		try {
			this.process.destroyForcibly().waitFor(2, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void halt() {
		signal("-STOP");
	}

	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		signal(signal, this.process.pid());
	}

	static void signal(String signal, long pid) {
		try {
			new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Run commands on a separate connection, as an administrator does. */
	<R> R ask(Function<RedisCommands<String, String>, R> commands) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.port);
		try {
			return commands.apply(client.connect().sync());
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
		}
	}

	/**
	 * Return the time at which the first unacknowledged value was last delivered or
	 * renewed, in milliseconds by the clock of the server.
	 */
	long renewed(String stream) {
		return ask((commands) -> {
			List<PendingMessage> pending = commands.xpending(stream,
					XPendingArgs.Builder.xpending("g", Range.unbounded(), Limit.from(1)));
			List<String> time = commands.time();
			return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000
					- pending.get(0).getMsSinceLastDelivery();
		});
	}

	public int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return a started factory, like that of an application. The caller has to destroy
	 * the returned factory.
	 */
	LettuceConnectionFactory connectionFactory() {
		return connectionFactory(new RedisStandaloneConfiguration("127.0.0.1", this.port));
	}

	static LettuceConnectionFactory connectionFactory(RedisStandaloneConfiguration server) {
		// a quiet period would only prolong the end of each test
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server,
				LettuceClientConfiguration.builder().shutdownQuietPeriod(Duration.ZERO).build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	@Override
	public void close() {
		resume();
		kill();
	}

	private static File executable() {
		String path = System.getProperty("redis.server", "");
		try {
			return !path.isEmpty() ? new File(path)
					: ExecutableProvider
						.newJarResourceProvider(Files.createTempDirectory(target(), "embedded").toFile())
						.get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the build directory, created if it is missing. */
	static Path target() throws IOException {
		return Files.createDirectories(Path.of("target").toAbsolutePath());
	}

	/**
	 * Return a port below those that the system assigns to clients, so that no other
	 * process gets it while the server is down.
	 */
	private static int freePort() {
		for (;;) {
			int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// the port is in use: try another one
			}
		}
	}

	/**
	 * Executable of the server, unpacked when a server is first started. A JVM that only
	 * connects to a server does not unpack it.
	 */
	private static final class Executable {

		static final File FILE = executable();

	}

	private static final class Shared {

		static final TestServer SERVER = TestServer.with();

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(SERVER::kill));
		}

	}

}
