package io.backpressure.demo.load;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.spring.listener.ListenerLifecycle;
import io.backpressure.demo.DemoProperties;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PageView;
import io.backpressure.demo.domain.PriceTick;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Load with a constant number of sends per second to one channel of each strategy, as set
 * by the controls. Each channel has separate senders, so a sender that waits does not
 * delay the senders of other channels.
 */
@Component
public class SteadyLoad implements SmartLifecycle {

	private static final int ORDER_CLIENTS = 4;

	private static final long TICK_MILLIS = 10;

	private final BackpressureChannel<Order> orders;

	private final BackpressureChannel<String> quotes;

	private final BackpressureChannel<PriceTick> prices;

	private final BackpressureChannel<PageView> views;

	private final AtomicLong numbers = new AtomicLong();

	private volatile @Nullable Integer sendsPerSecond;

	private volatile @Nullable ExecutorService senders;

	SteadyLoad(DemoProperties properties, BackpressureChannel<Order> orders, BackpressureChannel<String> quotes,
			BackpressureChannel<PriceTick> prices, BackpressureChannel<PageView> views) {
		this.sendsPerSecond = properties.load().enabled() ? null : 0;
		this.orders = orders;
		this.quotes = quotes;
		this.prices = prices;
		this.views = views;
	}

	/**
	 * Return the rate of the load.
	 * @return sends per second to each channel; {@code null} for the light load
	 */
	public @Nullable Integer sendsPerSecond() {
		return this.sendsPerSecond;
	}

	/**
	 * Change the rate of the load.
	 * @param sendsPerSecond sends per second to each channel; {@code null} for the light
	 * load
	 */
	public void sendsPerSecond(@Nullable Integer sendsPerSecond) {
		this.sendsPerSecond = sendsPerSecond;
	}

	@Override
	@SuppressWarnings("CheckReturnValue") // the console shows the lost values
	public void start() {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "steady-load");
			thread.setDaemon(true);
			return thread;
		});
		for (int client = 0; client < ORDER_CLIENTS; client++) {
			executor.execute(() -> run(ORDER_CLIENTS, () -> this.orders.send(new Order(number(), "cup", 1))));
		}
		executor.execute(() -> run(1, () -> this.quotes.trySend("cup")));
		executor.execute(() -> run(1, () -> this.prices.trySend(new PriceTick("cup", number()))));
		executor.execute(() -> run(1, () -> this.views.trySend(new PageView("cup"))));
		this.senders = executor;
	}

	/**
	 * Send the values that are due, without catching up on values that could not be sent
	 * in time.
	 */
	private void run(int clients, Sending sending) {
		double due = 0;
		try {
			while (true) {
				Integer rate = this.sendsPerSecond;
				due = (rate != null) ? Math.min(due % 1 + (double) rate * TICK_MILLIS / 1000 / clients, rate) : 0;
				for (int count = 0; count < (int) due; count++) {
					sendOne(sending);
				}
				TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
			}
		}
		catch (InterruptedException | ChannelClosedException ex) {
			// the application is stopping, or an operator has closed the channel
		}
	}

	private static void sendOne(Sending sending) throws InterruptedException {
		try {
			sending.send();
		}
		catch (ChannelClosedException ex) {
			throw ex;
		}
		catch (ChannelException ex) {
			// timed out, or Redis cannot be reached; the console shows the failed send
		}
	}

	private long number() {
		return this.numbers.incrementAndGet();
	}

	@Override
	public void stop() {
		ExecutorService executor = this.senders;
		if (executor != null) {
			executor.shutdownNow();
		}
		this.senders = null;
	}

	@Override
	public boolean isRunning() {
		return this.senders != null;
	}

	/**
	 * Return a phase above that of the listeners, so that the load stops before them.
	 */
	@Override
	public int getPhase() {
		return ListenerLifecycle.PHASE + 1;
	}

	@FunctionalInterface
	private interface Sending {

		void send() throws InterruptedException;

	}

}
