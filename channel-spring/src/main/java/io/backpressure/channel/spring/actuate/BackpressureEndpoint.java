package io.backpressure.channel.spring.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.NoSuchChannelException;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.core.ResolvableType;

/**
 * Shows the channels of an application context, and with
 * {@code management.endpoint.backpressure.access=unrestricted} lets an operator pause and
 * resume their listeners, and purge, close and drain them. No value of a channel is shown
 * by any of this.
 */
@Endpoint(id = "backpressure", defaultAccess = Access.READ_ONLY)
public class BackpressureEndpoint {

	private final ChannelMonitor monitor;

	private final ChannelRegistry channels;

	private final ListenerRegistry listeners;

	private final ChannelSettingsSource settings;

	private final ChannelOperations operations;

	/**
	 * Create the endpoint.
	 * @param monitor what knows how the channels are
	 * @param channels what knows their types
	 * @param listeners the listeners
	 * @param settings what knows the settings
	 */
	public BackpressureEndpoint(ChannelMonitor monitor, ChannelRegistry channels, ListenerRegistry listeners,
			ChannelSettingsSource settings) {
		this.monitor = monitor;
		this.channels = channels;
		this.listeners = listeners;
		this.settings = settings;
		this.operations = new ChannelOperations(listeners);
	}

	/**
	 * Return all channels.
	 * @return the channels
	 */
	@ReadOperation
	public ChannelsDescriptor channels() {
		Map<String, List<ListenerContainer>> byChannel = this.listeners.containers()
			.stream()
			.collect(Collectors.groupingBy(ListenerContainer::channelName));
		return new ChannelsDescriptor(Instant.now(), this.monitor.watches()
			.stream()
			.map((watch) -> ChannelDescriptor.of(watch, byChannel.getOrDefault(watch.channel().name(), List.of())))
			.toList());
	}

	/**
	 * Return a channel.
	 * @param channel the name of the channel
	 * @return the channel with its settings and what has happened to it lately, or
	 * {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable ChannelDetails channel(@Selector String channel) {
		return this.monitor.find(channel).map(this::details).orElse(null);
	}

	/**
	 * Return a part of what is known of a channel.
	 * @param channel the name of the channel
	 * @param part {@code history}, its last five minutes
	 * @return the part, or {@code null} if there is no such channel or part
	 */
	@ReadOperation
	public @Nullable ChannelHistory part(@Selector String channel, @Selector String part) {
		return part.equals("history") ? this.monitor.find(channel).map(BackpressureEndpoint::history).orElse(null)
				: null;
	}

	private static ChannelHistory history(ChannelWatch watch) {
		return new ChannelHistory(watch.channel().name(), watch.channel().capacity(), watch.samples());
	}

	private ChannelDetails details(ChannelWatch watch) {
		String name = watch.channel().name();
		return new ChannelDetails(ChannelDescriptor.of(watch, this.listeners.ofChannel(name)), type(name),
				shared(watch.channel()), this.settings.settings(watch.channel()), watch.events());
	}

	private static SharedChannel.@Nullable Totals shared(BackpressureChannel<?> channel) {
		try {
			return ChannelAccess.totals(channel);
		}
		catch (ChannelException ex) {
			return null; // the condition of the channel says so
		}
	}

	private @Nullable String type(String name) {
		try {
			ResolvableType type = this.channels.elementType(name);
			return !type.equals(ResolvableType.NONE) ? type.toString() : null;
		}
		catch (NoSuchChannelException ex) {
			return null; // it is closed
		}
	}

	/**
	 * Do something for a channel.
	 * @param channel the name of the channel
	 * @param action {@code pause} or {@code resume} its listeners; {@code purge} what is
	 * buffered, which counts as purged; {@code close} it; {@code drain}, which closes it
	 * and waits until receivers have taken what is buffered
	 * @param listener the listener to pause or resume; all of the channel without it
	 * @param timeout how long to wait for the draining, up to 5m; 10s without it
	 * @return what has been done, or {@code null} if there is no channel of that name
	 * @throws InvalidEndpointRequestException if the request makes no sense
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	@WriteOperation
	public @Nullable Outcome act(@Selector String channel, @Nullable String action, @Nullable String listener,
			@Nullable String timeout) throws InterruptedException {
		ChannelWatch watch = this.monitor.find(channel).orElse(null);
		if (watch == null) {
			return null;
		}
		try {
			return this.operations.perform(watch, action, listener, timeout);
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	/** Message for the name of a channel that does not exist. */
	String unknown(String channel) {
		return String.valueOf(new NoSuchChannelException(Excerpt.of(channel), this.channels.names()).getMessage());
	}

}
