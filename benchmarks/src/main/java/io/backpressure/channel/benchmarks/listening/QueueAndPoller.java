package io.backpressure.channel.benchmarks.listening;

import java.util.function.Consumer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.support.GenericMessage;

/**
 * Listening by Spring Integration: a {@link QueueChannel} with a poller for each thread.
 */
public final class QueueAndPoller {

	private QueueAndPoller() {
	}

	/**
	 * Start the pollers.
	 * @param threads the number of threads that handle values
	 * @param handler the handler of each value
	 * @return the object to pass values to
	 */
	public static Listening start(int threads, Consumer<Integer> handler) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Channels.class);
		for (int number = 0; number < threads; number++) {
			context.registerBean("activator" + number, Activator.class, () -> new Activator(handler));
		}
		context.refresh();
		QueueChannel channel = context.getBean(QueueChannel.class);
		return (value) -> channel.send(new GenericMessage<>(value));
	}

	/** The channel. */
	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Channels {

		@Bean
		QueueChannel values() {
			return new QueueChannel(128);
		}

	}

	/**
	 * Bean with a service activator. Each activator has a separate poller.
	 *
	 * @param handler the handler that the method calls
	 */
	record Activator(Consumer<Integer> handler) {

		@ServiceActivator(inputChannel = "values",
				poller = @Poller(fixedDelay = "1", maxMessagesPerPoll = "-1", receiveTimeout = "1000"))
		void on(Integer value) {
			this.handler.accept(value);
		}

	}

}
