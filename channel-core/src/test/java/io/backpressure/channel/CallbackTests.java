package io.backpressure.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for callbacks and observers: their arguments, their thread, and the isolation of
 * their exceptions.
 */
@EveryBuffer
class CallbackTests {

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	private final LogCapture log = LogCapture.of(BackpressureChannel.class);

	CallbackTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@AfterEach
	void releaseLog() {
		this.log.close();
	}

	@Test
	void everyFailedSendIsReportedOnce() throws Exception {
		BackpressureChannel<Integer> error = full(BackpressureStrategy.ERROR);
		assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> error.send(9));
		assertThat(error.trySend(9)).isEqualTo(SendResult.FULL);
		BackpressureChannel<Integer> block = full(BackpressureStrategy.BLOCK);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> block.send(9, Duration.ofMillis(1)));
		CancellationSource source = CancellationSource.create();
		source.close();
		assertThatExceptionOfType(ChannelCancelledException.class).isThrownBy(() -> block.send(9, source.token()));
		assertThat(block.trySend(9)).isEqualTo(SendResult.FULL);
		block.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> block.send(9));
		assertThat(block.trySend(9)).isEqualTo(SendResult.CLOSED);
		assertThat(this.recorder.errors()).extracting(Object::getClass)
			.extracting(Class::getSimpleName)
			.containsExactly("ChannelFullException", "ChannelFullException", "ChannelTimeoutException",
					"ChannelCancelledException", "ChannelClosedException", "ChannelClosedException");
		assertThat(this.recorder.threads()).containsOnly(Thread.currentThread());
	}

	@Test
	void onBlockIsCalledBeforeTheSendWaits() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK);
		TestThread<Void> sender = TestThread.run(() -> channel.send(1)).awaitParked();
		assertThat(this.recorder.blocks()).isEqualTo(1);
		assertThat(this.recorder.threads()).containsOnly(sender.thread());
		channel.receive();
		sender.result();
		assertThat(this.recorder.blocks()).isEqualTo(1);
	}

	@Test
	void callbacksMayUseTheChannelAndWaitForThreadsThatUseIt() {
		BackpressureChannel<Integer>[] channel = newArray();
		channel[0] = BufferKind.filled(this.buffer.build(BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.strategy(BackpressureStrategy.DROP_OLDEST)
			.onDrop((value) -> {
				assertThat(channel[0].size()).isEqualTo(1);
				TestThread<Integer> other = TestThread.call(() -> channel[0].tryReceive());
				Poll.until(other::isDone);
				assertThat(channel[0].stats().droppedCount()).isEqualTo(1);
			})));
		assertThat(channel[0].trySend(7)).isEqualTo(SendResult.SENT);
		assertThat(channel[0].size()).isZero();
		assertThat(this.log.messages()).isEmpty();
	}

	@Test
	void onBlockCanMakeRoomForTheSend() throws Exception {
		BackpressureChannel<Integer>[] channel = newArray();
		channel[0] = BufferKind.filled(this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).onBlock(() -> channel[0].tryReceive())));
		channel[0].send(5);
		assertThat(Drain.of(channel[0])).containsExactly(5);
		assertThat(channel[0].stats().blockedSends()).isEqualTo(1);
	}

	@Test
	void callbackExceptionIsLoggedAndPassedToOnError() throws Exception {
		for (BackpressureStrategy strategy : new BackpressureStrategy[] { BackpressureStrategy.DROP,
				BackpressureStrategy.DROP_OLDEST }) {
			RuntimeException thrown = new IllegalStateException("callback");
			Recorder<Integer> errors = new Recorder<>();
			BackpressureChannel<Integer> channel = BufferKind.filled(this.buffer
				.build(BackpressureChannel.<Integer>builder().bufferSize(1).strategy(strategy).onDrop((value) -> {
					throw thrown;
				}).onError(errors::onError)));
			channel.send(5);
			assertThat(channel.stats().droppedCount()).isEqualTo(1);
			assertThat(errors.errors()).containsExactly(thrown);
			assertThat(this.log.thrown()).contains(thrown);
		}
	}

	@Test
	void sendWaitsEvenIfOnBlockThrows() throws Exception {
		RuntimeException thrown = new IllegalStateException("callback");
		Recorder<Integer> errors = new Recorder<>();
		BackpressureChannel<Integer> channel = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder().bufferSize(1).onBlock(() -> {
				throw thrown;
			}).onError(errors::onError)));
		TestThread<Void> sender = TestThread.run(() -> channel.send(5)).awaitParked();
		channel.receive();
		sender.result();
		assertThat(errors.errors()).containsExactly(thrown);
		assertThat(this.log.thrown()).containsExactly(thrown);
	}

	@Test
	void eachCallbackIsOptional() throws Exception {
		Recorder<Integer> drops = new Recorder<>();
		BackpressureChannel<Integer> dropping = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder()
				.bufferSize(1)
				.strategy(BackpressureStrategy.DROP)
				.onBlock(drops::onBlock)));
		dropping.send(8);
		BackpressureChannel<Integer> blocking = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder().bufferSize(1).onDrop(drops::onDrop)));
		assertThatExceptionOfType(ChannelTimeoutException.class)
			.isThrownBy(() -> blocking.send(9, Duration.ofMillis(1)));
		blocking.close();
		assertThat(blocking.trySend(9)).isEqualTo(SendResult.CLOSED);
		assertThat(drops.threads()).isEmpty();
		assertThat(this.log.messages()).isEmpty();
	}

	@Test
	void exceptionFromOnErrorIsOnlyLogged() {
		RuntimeException thrown = new IllegalStateException("callback");
		BackpressureChannel<Integer> channel = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder()
				.bufferSize(1)
				.strategy(BackpressureStrategy.ERROR)
				.onError((error) -> {
					throw thrown;
				})));
		assertThat(channel.trySend(5)).isEqualTo(SendResult.FULL);
		assertThat(this.log.thrown()).containsExactly(thrown);
	}

	@Test
	void observerSeesTheSameEventsAsCallbacksUntilItIsRemoved() {
		Recorder<Integer> observer = new Recorder<>();
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP);
		Registration registration = channel.observe(observer);
		channel.trySend(8);
		registration.close();
		channel.trySend(9);
		assertThat(observer.drops()).containsExactly(8);
		assertThat(this.recorder.drops()).containsExactly(8, 9);
	}

	@Test
	void errorObserverReceivesOnlyErrors() throws Exception {
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		BackpressureChannel.Observer<Integer> observer = new BackpressureChannel.Observer<>() {

			@Override
			public void onError(Throwable error) {
				errors.add(error);
			}

		};
		BackpressureChannel<Integer> error = fullWithoutCallbacks(BackpressureStrategy.ERROR);
		error.observe(observer);
		assertThat(error.trySend(8)).isEqualTo(SendResult.FULL);
		BackpressureChannel<Integer> drop = fullWithoutCallbacks(BackpressureStrategy.DROP);
		drop.observe(observer);
		assertThat(drop.trySend(8)).isEqualTo(SendResult.DROPPED);
		BackpressureChannel<Integer> block = fullWithoutCallbacks(BackpressureStrategy.BLOCK);
		block.observe(observer);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> block.send(8, Duration.ofMillis(1)));
		assertThat(errors).hasExactlyElementsOfTypes(ChannelFullException.class, ChannelTimeoutException.class);
	}

	@Test
	void exceptionIsCreatedOnlyForErrorObservers() {
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		AtomicBoolean wanted = new AtomicBoolean();
		BackpressureChannel<Integer> channel = fullWithoutCallbacks(BackpressureStrategy.ERROR);
		channel.observe(new BackpressureChannel.Observer<Integer>() {

			@Override
			public void onError(Throwable error) {
				errors.add(error);
			}

			@Override
			public boolean observesErrors() {
				return wanted.get();
			}

		});
		assertThat(channel.trySend(8)).isEqualTo(SendResult.FULL);
		assertThat(errors).isEmpty();
		wanted.set(true);
		assertThat(channel.trySend(8)).isEqualTo(SendResult.FULL);
		assertThat(errors).hasExactlyElementsOfTypes(ChannelFullException.class);
	}

	@Test
	void exceptionFromObservesErrorsDoesNotAffectSender() {
		BackpressureChannel<Integer> channel = fullWithoutCallbacks(BackpressureStrategy.ERROR);
		IllegalStateException thrown = new IllegalStateException("observer");
		channel.observe(new BackpressureChannel.Observer<Integer>() {

			@Override
			public boolean observesErrors() {
				throw thrown;
			}

		});
		assertThat(channel.trySend(8)).isEqualTo(SendResult.FULL);
		assertThat(this.log.thrown()).containsExactly(thrown);
		assertThat(channel.stats().failedSends()).isEqualTo(1);
	}

	@Test
	void wrappedBuilderPassesUnwrappedValuesToCallbacks() throws Exception {
		ChannelBuilder<Integer> builder = this.recorder.on(BackpressureChannel.<Integer>builder()
			.name("test")
			.bufferSize(1)
			.strategy(BackpressureStrategy.DROP)
			.sendTimeout(Duration.ofMillis(1))
			.receiveTimeout(Duration.ofMillis(2)));
		BackpressureChannel<String> wrapping = this.buffer
			.build(ChannelSupport.<Integer, String>wrapping(builder, Integer::valueOf));
		wrapping.send("7");
		wrapping.send("8");
		assertThat(this.recorder.drops()).containsExactly(8);
		assertThat(wrapping.receive()).isEqualTo("7");
		assertThat(wrapping.name()).isEqualTo("test");
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(wrapping::receive);
		wrapping.close();
		assertThat(wrapping.trySend("9")).isEqualTo(SendResult.CLOSED);
		assertThat(this.recorder.errors()).hasSize(1);
		assertThat(this.buffer
			.build(ChannelSupport.wrapping(BackpressureChannel.<Integer>builder().bufferSize(2), (value) -> 1))
			.capacity()).isEqualTo(2);
	}

	@Test
	void registrationRemovesOnlyItsOwnObserver() {
		AtomicInteger drops = new AtomicInteger();
		BackpressureChannel<Integer> channel = fullWithoutCallbacks(BackpressureStrategy.DROP);
		EqualObserver first = new EqualObserver(drops);
		Registration registration = channel.observe(first);
		channel.observe(first);
		channel.observe(new EqualObserver(drops));
		registration.close();
		registration.close();
		channel.trySend(8);
		assertThat(drops).hasValue(2);
	}

	@Test
	void throwingLoggerAffectsNoCall() throws Exception {
		Handler failing = new FailingHandler();
		Logger logger = Logger.getLogger(BackpressureChannel.class.getName());
		logger.addHandler(failing);
		try {
			BackpressureChannel<Integer> channel = BufferKind
				.filled(this.buffer.build(withRoomForOne(BackpressureStrategy.DROP_OLDEST).onDrop((value) -> {
					throw new IllegalStateException("callback");
				})));
			channel.send(5);
			assertThat(channel.receive()).isEqualTo(5);
		}
		finally {
			logger.removeHandler(failing);
		}
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static BackpressureChannel<Integer>[] newArray() {
		return new BackpressureChannel[1];
	}

	private BackpressureChannel<Integer> full(BackpressureStrategy strategy) {
		return BufferKind.filled(this.buffer.build(this.recorder.on(withRoomForOne(strategy))));
	}

	private BackpressureChannel<Integer> fullWithoutCallbacks(BackpressureStrategy strategy) {
		return BufferKind.filled(this.buffer.build(withRoomForOne(strategy)));
	}

	private static ChannelBuilder<Integer> withRoomForOne(BackpressureStrategy strategy) {
		return BackpressureChannel.<Integer>builder().name("test").bufferSize(1).strategy(strategy);
	}

	/** Observer that is equal to every other instance of its class. */
	private static final class EqualObserver implements BackpressureChannel.Observer<Object> {

		private final AtomicInteger drops;

		EqualObserver(AtomicInteger drops) {
			this.drops = drops;
		}

		@Override
		public void onDrop(Object value) {
			this.drops.incrementAndGet();
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof EqualObserver;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

}
