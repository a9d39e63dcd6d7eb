package io.backpressure.channel.spring.autoconfigure.event;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Events;
import io.backpressure.channel.spring.autoconfigure.SectionBinder;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition behind {@link ConditionalOnEventsMode}. It binds the mode like
 * {@code ChannelProperties}, and so accepts the same spellings.
 */
class OnEventsModeCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Events.Mode required = metadata.getAnnotations()
			.get(ConditionalOnEventsMode.class)
			.getEnum("value", Events.Mode.class);
		Events.Mode mode = SectionBinder.of(context.getEnvironment()).bind("backpressure.events", Events.class).mode();
		return new ConditionOutcome(mode == required,
				ConditionMessage.forCondition(ConditionalOnEventsMode.class).because("the mode is " + mode));
	}

}
