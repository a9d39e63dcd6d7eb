package io.backpressure.channel.spring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Condition on a property below {@code backpressure} that is true or false. It accepts
 * what binding the property accepts, so that a value cannot pass one and not the other. A
 * value that neither accepts matches, and is then reported with all other problems.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnFlag.class)
public @interface ConditionalOnFlag {

	/**
	 * Return the name of the property.
	 * @return the full name
	 */
	String value();

	/**
	 * Return whether the condition matches if the property is not set.
	 * @return whether it does
	 */
	boolean matchIfMissing() default false;

}
