package io.backpressure.demo;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A few orders, quotes, prices and views now and then, and a burst of the last two that
 * is more than their channels hold: enough for the meters to move. Turn it off with
 * {@code demo.load.enabled=false}.
 */
@Component
@ConditionalOnBooleanProperty(name = "demo.load.enabled", matchIfMissing = true)
class LoadGenerator {

	private static final String[] ITEMS = { "teapot", "kettle", "cup", "saucer" };

	private final BackpressureChannel<Order> orders;

	private final BackpressureChannel<String> quotes;

	private final BackpressureChannel<PriceTick> prices;

	private final BackpressureChannel<PageView> views;

	private final StockController stock;

	private final Random random = new Random();

	private final AtomicLong rounds = new AtomicLong();

	LoadGenerator(BackpressureChannel<Order> orders, BackpressureChannel<String> quotes,
			BackpressureChannel<PriceTick> prices, BackpressureChannel<PageView> views, StockController stock) {
		this.orders = orders;
		this.quotes = quotes;
		this.prices = prices;
		this.views = views;
		this.stock = stock;
	}

	@Scheduled(fixedDelayString = "${demo.load.interval:100ms}")
	void makeLoad() throws InterruptedException {
		long round = this.rounds.incrementAndGet();
		int burst = (round % 20 == 0) ? 60 : 2;
		for (int count = 0; count < burst; count++) {
			this.prices.trySend(new PriceTick(item(), this.random.nextLong(100, 10_000)));
			this.views.trySend(new PageView(item()));
		}
		for (int count = 0; count < 3; count++) {
			this.orders.send(new Order(round, item(), 1 + this.random.nextInt(9)));
		}
		this.quotes.trySend(item());
		this.stock.stock(item());
	}

	private String item() {
		return ITEMS[this.random.nextInt(ITEMS.length)];
	}

}
