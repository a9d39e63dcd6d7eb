package io.backpressure.channel.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.backpressure.channel.spring.monitor.ChannelSamples;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The last five minutes of a channel.
 *
 * @param name the name of the channel
 * @param capacity values that fit into its buffer
 * @param samples the samples
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelHistory(String name, int capacity,
		@JsonUnwrapped ChannelSamples samples) implements OperationResponseBody {

}
