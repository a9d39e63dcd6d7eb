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
 * Actuator endpoint that shows the channels of an application context. With
 * {@code management.endpoint.backpressure.access=unrestricted} an operator can also pause
 * and resume listeners, and purge, close, drain and resize channels. The endpoint never
 * exposes a value of a channel.
 *
 * @since 0.1.0
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
	 * @param monitor the monitor of the channels
	 * @param channels the registry of the channels, for their element types
	 * @param listeners the listeners
	 * @param settings the source of the settings in effect
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
	 * @return the channel with its settings and recent events, or {@code null} if no
	 * channel has that name
	 */
	@ReadOperation
	public @Nullable ChannelDetails channel(@Selector String channel) {
		return this.monitor.find(channel).map(this::details).orElse(null);
	}

	/**
	 * Return one part of the details of a channel.
	 * @param channel the name of the channel
	 * @param part {@code history}: its last five minutes
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
			return null; // the condition of the channel reports it
		}
	}

	private @Nullable String type(String name) {
		try {
			ResolvableType type = this.channels.elementType(name);
			return !type.equals(ResolvableType.NONE) ? type.toString() : null;
		}
		catch (NoSuchChannelException ex) {
			return null; // the channel has just been closed
		}
	}

	/**
	 * Perform an action on a channel.
	 * @param channel the name of the channel
	 * @param action {@code pause} or {@code resume} its listeners; {@code purge} the
	 * buffered values, which count as purged; {@code close} the channel; {@code drain},
	 * which closes the channel and waits until receivers have taken the buffered values;
	 * {@code resize} its buffer, until the application restarts
	 * @param listener the listener to pause or resume; all listeners of the channel if
	 * absent
	 * @param timeout how long to wait for the drain, at most 5m; 10s if absent
	 * @param bufferSize the new buffer size, at most the {@code max-buffer-size}
	 * @return the result, or {@code null} if no channel has that name
	 * @throws InvalidEndpointRequestException if the request is invalid, or the channel
	 * does not support the action
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	@WriteOperation
	public @Nullable Outcome act(@Selector String channel, @Nullable String action, @Nullable String listener,
			@Nullable String timeout, @Nullable String bufferSize) throws InterruptedException {
		ChannelWatch watch = this.monitor.find(channel).orElse(null);
		if (watch == null) {
			return null;
		}
		try {
			return this.operations.perform(watch, action, listener, timeout, bufferSize);
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	/** Return the error message for a name that no channel has. */
	String unknown(String channel) {
		return String.valueOf(new NoSuchChannelException(Excerpt.of(channel), this.channels.names()).getMessage());
	}

}
