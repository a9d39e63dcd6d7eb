package io.backpressure.channel.spring.autoconfigure.monitor;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if anything may use the results of a monitor: the endpoint,
 * health, or a watermark.
 */
class OnActuatorOrWatermarkCondition extends AnyNestedCondition {

	OnActuatorOrWatermarkCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
	static class WithEndpoint {

	}

	@ConditionalOnClass(name = "org.springframework.boot.health.contributor.Health")
	static class WithHealth {

	}

	@Conditional(OnWatermark.class)
	static class WithWatermark {

	}

	static class OnWatermark extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ChannelProperties properties = ChannelProperties.of(context.getEnvironment());
			boolean any = properties.defaults().watermark().high() != null || properties.channels()
				.values()
				.stream()
				.anyMatch((channel) -> channel.watermark().high() != null);
			return new ConditionOutcome(any,
					ConditionMessage.forCondition("watermark").because(any ? "is set" : "is not set"));
		}

	}

}
