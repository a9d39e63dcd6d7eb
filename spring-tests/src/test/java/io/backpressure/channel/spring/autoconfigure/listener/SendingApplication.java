package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Application with a sender of the given class, which prints the failures of its sends
 * once the sender has been destroyed. Only a signal ends it.
 */
@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class })
public class SendingApplication {

	private static volatile LateSenders.Sender sender;

	public static void main(String[] args) throws Exception {
		sender = new SpringApplicationBuilder(SendingApplication.class, Class.forName(args[0]))
			.run("--backpressure.channels.orders.type=java.lang.Integer",
					"--backpressure.channels.orders.buffer-size=3")
			.getBean(LateSenders.Sender.class);
		System.out.println("waiting for a signal");
		new CountDownLatch(1).await();
	}

	/** Called after the end of the sender, which was created later. */
	@PreDestroy
	void printFailures() {
		sender.failures.values().forEach((failure) -> System.out.println("failed with " + failure));
	}

}
