package io.backpressure.channel.spring.autoconfigure.monitor;

import java.util.Locale;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.autoconfigure.ConditionalOnFlag;
import io.backpressure.channel.spring.listener.ListenerFailureEvent;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the monitor of channels, if Actuator can show its results or a
 * channel has a watermark.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class)
@ConditionalOnFlag(value = "backpressure.enabled", matchIfMissing = true)
@Conditional(OnActuatorOrWatermarkCondition.class)
public final class ChannelMonitorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChannelMonitor channelMonitor(ChannelProperties properties, ApplicationContext context,
			ObjectProvider<ListenerRegistry> listeners) {
		return new ChannelMonitor((channelName) -> properties.effective(channelName).watch(), context,
				(channel) -> isBean(channel, context), new RegistryListenerReadings(listeners));
	}

	/** Return whether a channel is a bean, and so exists as long as the context. */
	private static boolean isBean(BackpressureChannel<?> channel, ApplicationContext context) {
		return context.getBeansOfType(BackpressureChannel.class, false, false)
			.values()
			.stream()
			.anyMatch((bean) -> bean == channel);
	}

	@Bean
	@ConditionalOnMissingBean(name = "channelListenerFailureRecorder", search = SearchStrategy.CURRENT)
	ApplicationListener<ListenerFailureEvent> channelListenerFailureRecorder(ChannelMonitor monitor) {
		return new ListenerFailureRecorder(monitor);
	}

	/**
	 * Recorder of listener failures. It is a class, since the event type cannot be
	 * determined from a lambda.
	 */
	private record ListenerFailureRecorder(
			ChannelMonitor monitor) implements ApplicationListener<ListenerFailureEvent> {

		@Override
		public void onApplicationEvent(ListenerFailureEvent event) {
			this.monitor.find(event.getChannelName())
				.ifPresent((watch) -> watch.listenerFailed(event.getListenerId(), event.getFailed().cause().getClass(),
						event.getOutcome().name().toLowerCase(Locale.ROOT).replace('_', '-')));
		}

	}

}
