package io.backpressure.channel.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values whose decoding throws an exception or error.
 */
@Tag("every-server")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorWhileReadingTests {

	private static final String BOMB = "bomb";

	private Throwable thrown = new AssertionError();

	private final TestInstance instance = new TestInstance(
			new RedisStandaloneConfiguration("127.0.0.1", TestServer.shared().port()),
			new RedisChannelSettings("bpc", Duration.ofSeconds(30), 3, Duration.ofSeconds(20)),
			(channel, type) -> new BombCodec());

	private final List<String> dropped = new ArrayList<>();

	private final SharedChannel<String> channel = channel(BackpressureStrategy.BLOCK, 10);

	@AfterEach
	void end() {
		this.instance.close();
	}

	static Stream<Throwable> throwables() {
		return Stream.of(new IllegalStateException("exception"), new AssertionError("assertion"),
				new StackOverflowError("deep"), new NoClassDefFoundError("gone"),
				new ExceptionInInitializerError("static"), new OutOfMemoryError("memory"));
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void receiveReportsUnreadableBytesAndContinues(Throwable thrown) throws Exception {
		send(thrown, "a", BOMB, "b");
		assertThat(this.channel.receive()).isEqualTo("a");
		assertUnreadable(() -> this.channel.receive());
		assertThat(this.channel.tryReceive()).isEqualTo("b");
		send(thrown, BOMB, "c");
		assertUnreadable(() -> this.channel.tryReceive());
		assertThat(this.channel.receive()).isEqualTo("c");
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void batchEndsBeforeUnreadableValue(Throwable thrown) throws Exception {
		send(thrown, "a", "b", BOMB, "c");
		assertThat(this.channel.receiveBatch(10, Duration.ofMillis(1))).containsExactly("a", "b");
		assertUnreadable(() -> this.channel.receiveBatch(10, Duration.ofMillis(1)));
		assertThat(this.channel.receiveBatch(10, Duration.ofMillis(1))).containsExactly("c");
		assertThat(this.channel.size()).isZero();
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void unreadableValueCanBeAcknowledged(Throwable thrown) throws Exception {
		send(thrown, "a", BOMB, "b");
		List<Received<String>> batch = this.channel.acknowledging().receiveBatch(3, Duration.ofSeconds(20));
		assertThat(batch).hasSize(3);
		assertUnreadable(() -> batch.get(1).value());
		assertThat(batch.get(2).value()).isEqualTo("b");
		batch.forEach(Received::acknowledge);
		Awaitility.await().until(() -> this.channel.totals().unacknowledged() == 0);
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void purgeContinuesAfterUnreadableValue(Throwable thrown) throws Exception {
		send(thrown, "a", BOMB, "b");
		assertThat(this.channel.purge()).isEqualTo(2);
		assertThat(this.channel.size()).isZero();
		assertThat(this.dropped).containsExactly("a", "b");
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void evictionOfUnreadableValueDoesNotFailSender(Throwable thrown) throws Exception {
		SharedChannel<String> evicting = channel(BackpressureStrategy.DROP_OLDEST, 1);
		this.thrown = thrown;
		evicting.send(BOMB);
		evicting.send("a");
		evicting.send("b");
		assertThat(evicting.receive()).isEqualTo("b");
		assertThat(this.dropped).containsExactly("a");
	}

	private void send(Throwable thrown, String... values) throws InterruptedException {
		this.thrown = thrown;
		for (String value : values) {
			this.channel.send(value);
		}
	}

	private void assertUnreadable(ThrowingCallable call) {
		assertThatExceptionOfType(UnreadableValueException.class).isThrownBy(call)
			.withCause(this.thrown)
			.satisfies((ex) -> assertThat(ex.bytes()).isEqualTo(BOMB.getBytes(StandardCharsets.UTF_8)));
	}

	private SharedChannel<String> channel(BackpressureStrategy strategy, int capacity) {
		return this.instance.channel("errors-" + UUID.randomUUID(),
				(builder) -> builder.bufferSize(capacity).strategy(strategy).onDrop(this.dropped::add));
	}

	@SuppressWarnings("unchecked") // the type argument is erased
	private static <X extends Throwable> void sneak(Throwable thrown) throws X {
		throw (X) thrown;
	}

	/** Codec that behaves as if the constructor of its values threw. */
	private final class BombCodec implements ValueCodec<String> {

		@Override
		public byte[] encode(String value) {
			return value.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String decode(byte[] bytes) {
			String value = new String(bytes, StandardCharsets.UTF_8);
			if (value.equals(BOMB)) {
				ErrorWhileReadingTests.<RuntimeException>sneak(ErrorWhileReadingTests.this.thrown);
			}
			return value;
		}

	}

}
