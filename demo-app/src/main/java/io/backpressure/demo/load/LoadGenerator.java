package io.backpressure.demo.load;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PageView;
import io.backpressure.demo.domain.PriceTick;
import io.backpressure.demo.lessons.StockController;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Light load of a few orders, quotes, prices and views. Occasional bursts of prices and
 * views exceed the capacity of their channels, so that some values are dropped. Disable
 * the load with {@code demo.load.enabled=false}, or use the controls in the console to
 * replace it with a steady load.
 */
@Component
class LoadGenerator {

	private static final String[] ITEMS = { "teapot", "kettle", "cup", "saucer" };

	private final BackpressureChannel<Order> orders;

	private final BackpressureChannel<String> quotes;

	private final BackpressureChannel<PriceTick> prices;

	private final BackpressureChannel<PageView> views;

	private final StockController stock;

	private final SteadyLoad steady;

	private final Random random = new Random();

	private final AtomicLong rounds = new AtomicLong();

	LoadGenerator(BackpressureChannel<Order> orders, BackpressureChannel<String> quotes,
			BackpressureChannel<PriceTick> prices, BackpressureChannel<PageView> views, StockController stock,
			SteadyLoad steady) {
		this.orders = orders;
		this.quotes = quotes;
		this.prices = prices;
		this.views = views;
		this.stock = stock;
		this.steady = steady;
	}

	@Scheduled(fixedDelayString = "${demo.load.interval:100ms}")
	@SuppressWarnings("CheckReturnValue") // the console shows the lost values
	void makeLoad() throws InterruptedException {
		if (this.steady.sendsPerSecond() != null) {
			return;
		}
		long round = this.rounds.incrementAndGet();
		int burst = (round % 20 == 0) ? 60 : 2;
		for (int count = 0; count < burst; count++) {
			this.prices.trySend(new PriceTick(item(), this.random.nextLong(100, 10_000)));
			this.views.trySend(new PageView(item()));
		}
		this.quotes.trySend(item());
		try {
			for (int count = 0; count < 3; count++) {
				this.orders.send(new Order(round, item(), 1 + this.random.nextInt(9)));
			}
			this.stock.stock(item());
		}
		catch (ChannelTimeoutException ex) {
			// the simulated client gives up; the console shows the failed send
		}
	}

	private String item() {
		return ITEMS[this.random.nextInt(ITEMS.length)];
	}

}
