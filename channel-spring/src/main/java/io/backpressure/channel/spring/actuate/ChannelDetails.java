package io.backpressure.channel.spring.actuate;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.monitor.RecentEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Channel with its type, settings and recent events.
 *
 * @param channel the channel
 * @param type the type of its values, or {@code null} if unknown
 * @param shared the totals over all JVMs that share the channel; {@code null} for a
 * channel in memory, or if the transport cannot be reached
 * @param settings the settings in effect, by property name
 * @param events recent events, newest first
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelDetails(@JsonUnwrapped ChannelDescriptor channel, @Nullable String type,
		SharedChannel.@Nullable Totals shared, Map<String, ChannelSetting> settings,
		List<RecentEvent> events) implements OperationResponseBody {

}
