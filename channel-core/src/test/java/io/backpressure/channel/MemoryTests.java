package io.backpressure.channel;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that objects no longer needed can be collected.
 */
@EveryBuffer
class MemoryTests {

	private final BufferKind buffer;

	MemoryTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void valuesNoLongerNeededAreCollected() throws Exception {
		this.buffer.assume(BufferKind.Feature.REACHABILITY);
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Object> channel = this.buffer.channel(strategy, 3);
			List<WeakReference<Object>> references = new ArrayList<>();
			for (int count = 0; count < 10; count++) {
				Object value = new Object();
				references.add(new WeakReference<>(value));
				if (strategy == BackpressureStrategy.BLOCK && channel.size() == 3) {
					assertThatExceptionOfType(ChannelTimeoutException.class)
						.isThrownBy(() -> channel.send(value, Duration.ofMillis(1)));
				}
				else {
					channel.trySend(value);
				}
			}
			Drain.of(channel);
			references.addAll(passBatch(channel));
			Poll.untilUnreachable(references);
		}
	}

	private static List<WeakReference<Object>> passBatch(BackpressureChannel<Object> channel) throws Exception {
		List<Object> batch = List.of(new Object(), new Object(), new Object());
		assertThat(channel.trySendAll(batch)).isEqualTo(3);
		assertThat(channel.receiveBatch(3, Duration.ZERO)).isEqualTo(batch);
		return batch.stream().map(WeakReference::new).toList();
	}

	@Test
	void longLivedTokenRetainsNoChildren() {
		BackpressureChannel<Object> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		CancellationSource longLived = CancellationSource.create();
		List<WeakReference<CancellationToken>> children = IntStream.range(0, 100).mapToObj((number) -> {
			CancellationToken child = CancellationSource.linkedTo(longLived.token(), Duration.ofNanos(1000)).token();
			assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> channel.receive(child));
			return new WeakReference<>(child);
		}).toList();
		Poll.untilUnreachable(children);
		assertThat(longLived.token().isCancelled()).isFalse();
	}

	@Test
	void threadThatHasWaitedIsCollected() throws Exception {
		this.buffer.assume(BufferKind.Feature.REACHABILITY);
		for (boolean value : new boolean[] { true, false }) {
			// on a new channel, since a second wait may hide what the first one leaks
			BackpressureChannel<Object> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			Poll.untilUnreachable(List.of(receiveOnAThread(channel, value)));
			assertThat(channel.size()).isZero();
		}
	}

	/** Run a thread that waits until it gets a value or, without one, gives up. */
	private static WeakReference<Thread> receiveOnAThread(BackpressureChannel<Object> channel, boolean value)
			throws InterruptedException {
		Thread thread = new Thread(() -> {
			try {
				channel.receive(value ? Duration.ofSeconds(30) : Duration.ofMillis(1));
			}
			catch (ChannelTimeoutException | InterruptedException ex) {
				// expected
			}
		});
		thread.start();
		if (value) {
			Poll.until(() -> thread.getState() == Thread.State.TIMED_WAITING && channel.waitingReceivers() == 1);
			channel.trySend(1);
		}
		thread.join();
		return new WeakReference<>(thread);
	}

	@Test
	void unreferencedChannelIsCollected() {
		this.buffer.assume(BufferKind.Feature.REACHABILITY);
		Poll.untilUnreachable(List.of(usedChannel(1), usedChannel(2000)));
	}

	private WeakReference<Object> usedChannel(int uses) {
		BackpressureChannel<Object> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		for (int use = 0; use < uses; use++) {
			channel.trySend(1);
			channel.tryReceive();
		}
		return new WeakReference<>(channel);
	}

}
