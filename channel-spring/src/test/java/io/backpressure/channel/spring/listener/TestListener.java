package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;

/**
 * Listener whose components a test can replace individually before it creates the
 * listener.
 */
final class TestListener {

	final AtomicLong nanoTime = new AtomicLong();

	BackpressureChannel<?> channel = BackpressureChannel.<Object>builder().name("orders").bufferSize(1000).build();

	ListenerInvoker invoker = (argument) -> null;

	ListenerErrorHandler errorHandler = (failed) -> ListenerErrorHandler.Outcome.RECOVERED;

	ApplicationEventPublisher publisher = (event) -> {
	};

	Executor executor = (task) -> {
		Thread thread = new Thread(task, "test-listener");
		thread.setDaemon(true);
		thread.start();
	};

	ValueDescriber describer = (value) -> value.getClass().getName();

	Log logger = LogFactory.getLog(ListenerContainer.class);

	ListenerOptions options = ListenerOptions.NONE;

	final List<ListenerInvokerDecorator> decorators = new ArrayList<>();

	@Nullable BackpressureChannel<Object> next;

	boolean batch;

	Duration stopTimeout = Duration.ofSeconds(20);

	@Nullable FailureLog log;

	/** Create the listener without starting it. */
	ListenerContainer create() {
		FailureLog log = log();
		ListenerDefinition definition = new ListenerDefinition("desk", this.channel.name(), "test", this.options,
				this.batch, ResolvableType.forClass(Object.class), null, this.invoker);
		return ListenerContainer.create(definition, Intake.of(this.channel),
				new ListenerComponents(ListenerSettings.of(this.options), this.stopTimeout, this.executor, this.next,
						this.decorators, new Retries(this.options.retry()), this.errorHandler,
						new GuardedPublisher(this.publisher), log, new GrowthWatch(TimeSource.SYSTEM),
						TimeSource.SYSTEM));
	}

	FailureLog log() {
		FailureLog log = this.log;
		if (log == null) {
			log = new FailureLog(this.logger, "desk", this.channel.name(), this.describer, this.nanoTime::get);
			this.log = log;
		}
		return log;
	}

	@SuppressWarnings("unchecked") // the test created the channel
	void send(Object... values) throws InterruptedException {
		for (Object value : values) {
			((BackpressureChannel<Object>) this.channel).send(value);
		}
	}

	/** Wait until a listener has settled the given number of values. */
	static ListenerStats awaitSettled(ListenerContainer listener, int received) {
		Poll.until(() -> listener.stats().received() == received && listener.stats().inFlight() == 0);
		return listener.stats();
	}

}
