package io.backpressure.channel.spring.autoconfigure.listener;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads of listeners, and the growth of their number.
 */
@Timeout(180)
class ListenerThreadTests {

	private static final InheritableThreadLocal<String> REQUEST = new InheritableThreadLocal<>();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void threadsInheritNothingFromTheirStarter(boolean virtual) {
		Assumptions.assumeTrue(!virtual || Runtime.version().feature() >= 21, "virtual threads need Java 21");
		Received<Object> seen = new Received<>();
		CountDownLatch never = new CountDownLatch(1);
		ClassLoader application = Thread.currentThread().getContextClassLoader();
		ListenerContext.with("orders")
			.withPropertyValues("spring.threads.virtual.enabled=" + virtual, "backpressure.listener.drain-timeout=10ms")
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerContainerFactory.class)
					.create("desk", "orders", Integer.class, (value) -> {
						seen.add(REQUEST.get() + " " + (Thread.currentThread().getContextClassLoader() == application)
								+ " " + Thread.currentThread().getPriority());
						never.await();
					}, ListenerOptions.NONE.withConcurrency("1-3"));
				Thread starter = new Thread(() -> {
					REQUEST.set("of a request");
					listener.start();
				});
				starter.setDaemon(true);
				starter.setPriority(Thread.MIN_PRIORITY);
				starter.setContextClassLoader(new URLClassLoader(new URL[0]));
				starter.start();
				starter.join();
				ChannelListenerTests.send(context, "orders", 1, 2, 3);
				assertThat(seen.await(3)).containsOnly("null true 5");
				assertThat(seen.threads()).containsExactlyInAnyOrder("desk-1", "desk-2", "desk-3");
				listener.stop();
			});
	}

	@Test
	void growthThreadRunsOnlyWhileGrowableListenerRuns() {
		Poll.until(() -> watches() == 0);
		ListenerContext.with("orders").run((context) -> {
			ListenerContainerFactory factory = context.getBean(ListenerContainerFactory.class);
			factory.create("fixed", "orders", Integer.class, (value) -> {
			}, ListenerOptions.NONE.withConcurrency("2")).start();
			assertThat(watches()).isZero();
			ListenerContainer growing = factory.create("growing", "orders", Integer.class, (value) -> {
			}, ListenerOptions.NONE.withConcurrency("1-2"));
			assertThat(watches()).isZero();
			for (int round = 0; round < 2; round++) {
				growing.start();
				assertThat(watches()).isEqualTo(1);
				growing.stop();
				Poll.until(() -> watches() == 0);
			}
		});
	}

	private static long watches() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("backpressure-growth"))
			.peek((thread) -> assertThat(thread.isDaemon()).isTrue())
			.count();
	}

}
