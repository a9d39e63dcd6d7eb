package io.backpressure.channel.benchmarks.listening;

import java.util.Map;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Listening by a method with {@link ChannelListener}.
 */
public final class Listener {

	private Listener() {
	}

	/**
	 * Start the listener.
	 * @param threads the number of threads that handle values
	 * @param handler the handler of each value
	 * @return the object to pass values to
	 */
	@SuppressWarnings("unchecked") // the properties declare the type
	public static Listening start(int threads, Consumer<Integer> handler) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("benchmark", Map.of("backpressure.channels.values.buffer-size", "128",
					"backpressure.channels.values.type", "java.lang.Integer", "threads", threads)));
		context.register(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class);
		context.registerBean(Method.class, () -> new Method(handler));
		context.refresh();
		BackpressureChannel<Integer> channel = (BackpressureChannel<Integer>) context.getBean("values");
		return channel::send;
	}

	/**
	 * Bean with a listener.
	 *
	 * @param handler the handler that the method calls
	 */
	record Method(Consumer<Integer> handler) {

		@ChannelListener(channel = "values", concurrency = "${threads}")
		void on(Integer value) {
			this.handler.accept(value);
		}

	}

}
