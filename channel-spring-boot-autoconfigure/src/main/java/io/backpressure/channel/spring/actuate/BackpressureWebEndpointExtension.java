package io.backpressure.channel.spring.actuate;

import io.backpressure.channel.ChannelException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The {@link BackpressureEndpoint} over HTTP: what is wrong with a request stands in the
 * body of the answer, 404 or 400.
 */
@EndpointWebExtension(endpoint = BackpressureEndpoint.class)
public class BackpressureWebEndpointExtension {

	private final BackpressureEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint what it extends
	 */
	public BackpressureWebEndpointExtension(BackpressureEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Return a channel.
	 * @param channel the name of the channel
	 * @return the {@link ChannelDetails}, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> channel(@Selector String channel) {
		return found(channel, this.endpoint.channel(channel));
	}

	/**
	 * Do something for a channel.
	 * @param channel the name of the channel
	 * @param action what to do
	 * @param listener the listener to pause or resume
	 * @param timeout how long to wait for the draining
	 * @return the {@link Outcome}, 404, 400, or 503 if the transport of the channel
	 * cannot be reached
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(@Selector String channel, @Nullable String action, @Nullable String listener,
			@Nullable String timeout) throws InterruptedException {
		try {
			return found(channel, this.endpoint.act(channel, action, listener, timeout));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new Refusal(String.valueOf(ex.getReason())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (ChannelException ex) {
			return new WebEndpointResponse<>(new Refusal(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private WebEndpointResponse<Object> found(String channel, @Nullable Object body) {
		return (body != null) ? new WebEndpointResponse<>(body) : new WebEndpointResponse<>(
				new Refusal(this.endpoint.unknown(channel)), WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
