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
 * HTTP operations of the {@link BackpressureEndpoint}. The response to a rejected request
 * is an {@link ErrorDescriptor} that gives the reason.
 * <p>
 * Spring Boot lets a field of the body or a query parameter override the path variable of
 * the same name. The path variable therefore has a name that requests do not normally
 * use. {@link PathVariableCheck} compares the channel name in the path with the one in
 * the body or query.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = BackpressureEndpoint.class)
public class BackpressureWebEndpointExtension {

	private final BackpressureEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint that performs the operations
	 */
	public BackpressureWebEndpointExtension(BackpressureEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Return a channel.
	 * @param channelInPath the name of the channel, from the path
	 * @param channel the name of the channel in the query, or {@code null}
	 * @return the {@link ChannelDetails}; 404 if no channel has that name, or 400 if the
	 * names differ
	 */
	@ReadOperation
	public WebEndpointResponse<Object> channel(@Selector String channelInPath, @Nullable String channel) {
		ErrorDescriptor contradiction = PathVariableCheck.contradiction("channelInPath", channelInPath, channel);
		return (contradiction != null) ? badRequest(contradiction)
				: found(channelInPath, this.endpoint.channel(channelInPath));
	}

	/**
	 * Return one part of the details of a channel.
	 * @param channelInPath the name of the channel, from the path
	 * @param part {@code history}: its last five minutes
	 * @param channel the name of the channel in the query, or {@code null}
	 * @return the {@link ChannelHistory}; 404 if there is no such channel or part, or 400
	 * if the names differ
	 */
	@ReadOperation
	public WebEndpointResponse<Object> part(@Selector String channelInPath, @Selector String part,
			@Nullable String channel) {
		ErrorDescriptor contradiction = PathVariableCheck.contradiction("channelInPath", channelInPath, channel);
		if (contradiction != null) {
			return badRequest(contradiction);
		}
		ChannelHistory history = this.endpoint.part(channelInPath, part);
		return (history == null && !part.equals("history")) ? new WebEndpointResponse<>(
				new ErrorDescriptor("There is no part '" + Excerpt.of(part) + "' of a channel. Valid parts: history."),
				WebEndpointResponse.STATUS_NOT_FOUND) : found(channelInPath, history);
	}

	/**
	 * Perform an action on a channel.
	 * @param channelInPath the name of the channel, from the path
	 * @param channel the name of the channel in the body or query, or {@code null}
	 * @param action the action
	 * @param listener the listener to pause or resume
	 * @param timeout how long to wait for the drain
	 * @param bufferSize the new buffer size
	 * @return the {@link Outcome}; 404 if no channel has that name, 400 if the request is
	 * invalid or the names differ, or 503 if the transport of the channel cannot be
	 * reached
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(@Selector String channelInPath, @Nullable String channel,
			@Nullable String action, @Nullable String listener, @Nullable String timeout, @Nullable String bufferSize)
			throws InterruptedException {
		ErrorDescriptor contradiction = PathVariableCheck.contradiction("channelInPath", channelInPath, channel);
		if (contradiction != null) {
			return badRequest(contradiction);
		}
		try {
			return found(channelInPath, this.endpoint.act(channelInPath, action, listener, timeout, bufferSize));
		}
		catch (InvalidEndpointRequestException ex) {
			return badRequest(new ErrorDescriptor(String.valueOf(ex.getReason())));
		}
		catch (ChannelException ex) {
			return new WebEndpointResponse<>(new ErrorDescriptor(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> badRequest(ErrorDescriptor error) {
		return new WebEndpointResponse<>(error, WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private WebEndpointResponse<Object> found(String channel, @Nullable Object body) {
		return (body != null) ? new WebEndpointResponse<>(body) : new WebEndpointResponse<>(
				new ErrorDescriptor(this.endpoint.unknown(channel)), WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
