package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Application with several senders. It prints the failures of their sends after the
 * senders have been destroyed. The application runs until it receives a signal.
 */
@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class })
public class SendingApplication {

	private static volatile Collection<LateSenders.Sender> senders = List.of();

	public static void main(String[] args) throws Exception {
		senders = new SpringApplicationBuilder(SendingApplication.class, LateSenders.InPreDestroy.class,
				LateSenders.JoinsThread.class, LateSenders.JoinsExecutor.class, LateSenders.Asynchronous.class)
			.run("--backpressure.channels.orders.type=java.lang.Integer",
					"--backpressure.channels.orders.buffer-size=3")
			.getBeansOfType(LateSenders.Sender.class)
			.values();
		System.out.println("waiting for a signal");
		new CountDownLatch(1).await();
	}

	/** Called after the senders are destroyed, since they are created after this bean. */
	@PreDestroy
	void printFailures() {
		senders.forEach((sender) -> sender.failures.values()
			.forEach((failure) -> System.out.println(sender.getClass().getSimpleName() + " failed with " + failure)));
	}

}
