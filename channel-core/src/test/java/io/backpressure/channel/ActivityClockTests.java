package io.backpressure.channel;

import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the activity clock, which is the thread that records when busy channels are
 * used.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ActivityClockTests {

	private static final int LOADERS = 10;

	private static final int MANY = 3000;

	@Test
	void clockEndsWhenNoChannelIsBusy() throws Exception {
		startClock();
		Poll.until(() -> clocks().isEmpty());
		startClock(); // the clock can be started again
		Poll.until(() -> clocks().isEmpty());
	}

	@Test
	void interruptedClockContinuesAndStillEnds() throws Exception {
		Thread clock = startClock();
		clock.interrupt();
		Poll.until(() -> clocks().isEmpty());
	}

	@Test
	@SuppressWarnings("ThreadPriorityCheck") // the clock must not inherit this priority
	void clockInheritsNothingFromItsStarter() throws Exception {
		Poll.until(() -> clocks().isEmpty());
		InheritableThreadLocal<Object> local = new InheritableThreadLocal<>();
		List<WeakReference<Object>> inherited = new ArrayList<>();
		CountDownLatch checked = new CountDownLatch(1);
		Thread starter = new Thread(new ThreadGroup("application"), () -> {
			Object value = new Object();
			inherited.add(new WeakReference<>(value));
			local.set(value);
			Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
			BackpressureChannel<Integer> channel = BackpressureChannel.create(16);
			while (checked.getCount() > 0) {
				use(channel);
			}
		});
		starter.setContextClassLoader(new URLClassLoader(new URL[0]));
		starter.start();
		Poll.until(() -> !clocks().isEmpty());
		assertThat(clocks()).singleElement().satisfies((clock) -> {
			assertThat(clock.isDaemon()).isTrue();
			assertThat(clock.getContextClassLoader()).isNull();
			assertThat(clock.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
			assertThat(clock.getThreadGroup().getParent()).isNull();
		});
		checked.countDown();
		starter.join();
		Poll.untilUnreachable(inherited);
	}

	@Test
	void applicationClassLoaderIsCollected() throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int loader = 0; loader < LOADERS; loader++) {
			loaders.add(deployAndUndeploy());
		}
		Poll.until(() -> clocks().isEmpty());
		Poll.untilUnreachable(loaders);
	}

	/**
	 * Load the library in a separate class loader, as a web application does, and use a
	 * channel heavily. Then close the class loader.
	 */
	private static WeakReference<ClassLoader> deployAndUndeploy() throws Exception {
		try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Class<?> type = loader.loadClass(BackpressureChannel.class.getName());
			Object channel = type.getMethod("create", int.class).invoke(null, 16);
			Method send = loader.loadClass(ChannelSender.class.getName()).getMethod("trySend", Object.class);
			Method receive = loader.loadClass(ChannelReceiver.class.getName()).getMethod("tryReceive");
			for (int value = 0; value < MANY; value++) {
				send.invoke(channel, value);
				receive.invoke(channel);
			}
			return new WeakReference<>(loader);
		}
	}

	private static URL[] classPath() throws MalformedURLException {
		List<URL> path = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			path.add(new File(entry).toURI().toURL());
		}
		return path.toArray(new URL[0]);
	}

	private static Thread startClock() {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(16);
		List<Thread> clocks = new ArrayList<>();
		Poll.until(() -> {
			use(channel);
			clocks.addAll(clocks());
			return !clocks.isEmpty();
		});
		return clocks.get(0);
	}

	/** Use a channel so often during a tick of the clock that the clock watches it. */
	private static void use(BackpressureChannel<Integer> channel) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(60)) {
			channel.trySend(1);
			channel.tryReceive();
		}
	}

	private static List<Thread> clocks() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("backpressure-clock"))
			.toList();
	}

}
