package io.backpressure.channel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A channel of another origin than the builder, which has the methods of the interface
 * that are not abstract.
 */
class ForeignChannelTests {

	private final Recorder<Object> observer = new Recorder<>();

	private final AtomicInteger closes = new AtomicInteger();

	@Test
	void anOpenChannelCannotBeFollowed() {
		BackpressureChannel<Object> channel = channel(false);
		channel.onClose(this.closes::incrementAndGet).close();
		channel.observe(this.observer).close();
		assertThat(this.closes).hasValue(0);
	}

	@Test
	void aClosedChannelRunsTheActionAtOnce() {
		channel(true).onClose(this.closes::incrementAndGet).close();
		assertThat(this.closes).hasValue(1);
	}

	@Test
	void whatItDoesNotTellIsNothing() {
		BackpressureChannel<Object> channel = channel(false);
		assertThat(channel.sendTimeout()).isZero();
		assertThat(channel.receiveTimeout()).isZero();
		assertThat(channel.waitingSenders()).isZero();
		assertThat(channel.waitingReceivers()).isZero();
		assertThat(channel.oldestAge()).isZero();
		assertThat(channel.measuresBufferWait()).isFalse();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(channel::purge)
			.withMessageContaining("foreign");
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(boolean closed) {
		return (BackpressureChannel<Object>) Proxy.newProxyInstance(ForeignChannelTests.class.getClassLoader(),
				new Class<?>[] { BackpressureChannel.class }, (proxy, method, arguments) -> {
					if (method.isDefault()) {
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					return method.getName().equals("name") ? "foreign" : (Object) closed;
				});
	}

}
