package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Result of an operation on a channel.
 *
 * @param channel the name of the channel
 * @param action the requested action
 * @param values for {@code purge}, the number of values purged; for {@code resize}, the
 * new buffer size; for every other action, the number of values left in the buffer, or
 * zero if {@code pause} or {@code resume} cannot reach the transport
 * @param text description of the result in words
 * @since 0.1.0
 */
public record Outcome(String channel, String action, long values, String text) implements OperationResponseBody {

}
