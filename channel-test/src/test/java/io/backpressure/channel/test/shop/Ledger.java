package io.backpressure.channel.test.shop;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Components that no listener needs.
 */
public final class Ledger {

	/** Number of creations and runs of these components. */
	public static final AtomicInteger USED = new AtomicInteger();

	private Ledger() {
	}

	@Component
	static class Database {

		Database() {
			USED.incrementAndGet();
		}

	}

	@Component
	static class Import implements ApplicationRunner {

		@Override
		public void run(ApplicationArguments args) {
			USED.incrementAndGet();
		}

	}

}
