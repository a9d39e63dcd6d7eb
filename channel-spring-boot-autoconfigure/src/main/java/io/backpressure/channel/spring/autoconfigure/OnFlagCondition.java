package io.backpressure.channel.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition behind {@link ConditionalOnFlag}.
 */
class OnFlagCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnFlag> flag = metadata.getAnnotations().get(ConditionalOnFlag.class);
		String name = flag.getString("value");
		boolean match = isTrue(context.getEnvironment(), name, flag.getBoolean("matchIfMissing"));
		return new ConditionOutcome(match, ConditionMessage.forCondition(ConditionalOnFlag.class)
			.because(name + (match ? " is true" : " is false")));
	}

	private static boolean isTrue(Environment environment, String name, boolean otherwise) {
		try {
			return SectionBinder.of(environment).values().bind(name, Boolean.class).orElse(otherwise);
		}
		catch (BindException ex) {
			return true; // the invalid value is reported with all other problems
		}
	}

}
