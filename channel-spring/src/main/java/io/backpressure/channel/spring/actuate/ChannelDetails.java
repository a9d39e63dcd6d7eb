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
 * A channel with what is known of it beyond its figures.
 *
 * @param channel the channel
 * @param type the type of its values, or {@code null} if that is not known
 * @param shared the counts of all JVMs together, of a channel that several share; or
 * {@code null}, also if its transport cannot be reached
 * @param settings what is in effect, by the names of the properties
 * @param events what has happened lately, the newest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelDetails(@JsonUnwrapped ChannelDescriptor channel, @Nullable String type,
		SharedChannel.@Nullable Totals shared, Map<String, ChannelSetting> settings,
		List<RecentEvent> events) implements OperationResponseBody {

}
