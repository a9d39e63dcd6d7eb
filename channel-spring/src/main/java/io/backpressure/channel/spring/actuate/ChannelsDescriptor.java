package io.backpressure.channel.spring.actuate;

import java.time.Instant;
import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All channels as the endpoint shows them.
 *
 * @param time the time at which the channels were read
 * @param channels the channels, in the order of their names
 * @since 0.1.0
 */
public record ChannelsDescriptor(Instant time, List<ChannelDescriptor> channels) implements OperationResponseBody {

}
