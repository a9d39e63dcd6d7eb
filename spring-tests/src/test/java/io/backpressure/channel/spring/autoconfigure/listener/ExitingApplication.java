package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Application whose listener ends the JVM as soon as all of its threads have a value. The
 * arguments are a profile, which selects how the JVM ends, and the number of threads.
 */
@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class })
public class ExitingApplication {

	private final ConfigurableApplicationContext context;

	private final boolean close;

	private final CyclicBarrier together;

	ExitingApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.close = context.getEnvironment().matchesProfiles("CLOSE_AND_EXIT");
		this.together = new CyclicBarrier(context.getEnvironment().getRequiredProperty("threads", Integer.class));
	}

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ExitingApplication.class)
			.profiles(args[0])
			.run("--threads=" + args[1], "--backpressure.channels.orders.type=java.lang.Integer",
					"--backpressure.listener.channels.orders.concurrency=" + args[1],
					"--backpressure.listener.drain-timeout=9m", "--spring.lifecycle.timeout-per-shutdown-phase=10m");
		for (int value = 0; value < Integer.parseInt(args[1]); value++) {
			context.getBean(ChannelRegistry.class).get("orders", Integer.class).send(value);
		}
	}

	@ChannelListener("orders")
	void handle(Integer value) throws InterruptedException, BrokenBarrierException {
		this.together.await();
		System.out.println("listener exits");
		if (this.close) {
			SpringApplication.exit(this.context);
		}
		System.exit(7);
	}

}
