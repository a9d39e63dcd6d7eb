package io.backpressure.channel.spring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Condition on a boolean property below {@code backpressure}. It accepts every spelling
 * of true and false that can be bound. If the value cannot be bound, the condition
 * matches, and the value is then reported together with all other problems.
 *
 * @since 0.1.0
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnFlagCondition.class)
public @interface ConditionalOnFlag {

	/**
	 * Return the name of the property.
	 * @return the full name
	 */
	String value();

	/**
	 * Return whether the condition matches if the property is not set.
	 * @return whether it matches
	 */
	boolean matchIfMissing() default false;

}
