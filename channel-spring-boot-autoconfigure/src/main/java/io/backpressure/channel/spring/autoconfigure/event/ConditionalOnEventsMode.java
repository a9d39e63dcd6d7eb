package io.backpressure.channel.spring.autoconfigure.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Events;

import org.springframework.context.annotation.Conditional;

/**
 * Condition on {@code backpressure.events.mode}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnEventsModeCondition.class)
@interface ConditionalOnEventsMode {

	/**
	 * Return the mode in which the condition matches.
	 */
	Events.Mode value();

}
