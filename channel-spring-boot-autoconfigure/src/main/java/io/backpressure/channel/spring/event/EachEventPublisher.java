package io.backpressure.channel.spring.event;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.spring.ChannelAttachment;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes each drop, block and error of every channel as an event of its own.
 */
public final class EachEventPublisher implements ChannelAttachment, DisposableBean {

	private final GuardedPublisher publisher;

	private final Queue<CancellationToken.Registration> registrations = new ConcurrentLinkedQueue<>();

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param publisher what to publish with
	 */
	public EachEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = new GuardedPublisher(publisher);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		CancellationToken.Registration registration = channel.observe(new BackpressureChannel.Observer<Object>() {

			@Override
			public void onDrop(Object value) {
				EachEventPublisher.this.publisher.publish(new ChannelDropEvent(channel, value));
			}

			@Override
			public void onBlock() {
				EachEventPublisher.this.publisher.publish(new ChannelBlockEvent(channel));
			}

			@Override
			public void onError(Throwable error) {
				EachEventPublisher.this.publisher.publish(new ChannelErrorEvent(channel, error));
			}

		});
		this.registrations.add(registration);
	}

	/**
	 * Leave the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		this.registrations.forEach(CancellationToken.Registration::close);
	}

}
