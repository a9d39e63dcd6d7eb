package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.Set;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSender;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Failure analyzer for the injection of a channel that is not declared, that carries
 * another type, or that is ambiguous.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ChannelInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> CHANNEL_TYPES = Set.of(BackpressureChannel.class, ChannelSender.class,
			ChannelReceiver.class);

	private final BeanFactory beanFactory;

	ChannelInjectionFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		if (type == null || !CHANNEL_TYPES.contains(type.resolve(Void.class))
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory listable)) {
			return null;
		}
		DeclaredChannels declared = new DeclaredChannels(listable);
		String where = (description != null) ? description : "A bean";
		return (cause instanceof NoUniqueBeanDefinitionException several)
				? severalCandidates(where, type, several, declared) : noCandidate(where, type, cause, declared);
	}

	private static FailureAnalysis noCandidate(String where, ResolvableType type, NoSuchBeanDefinitionException cause,
			DeclaredChannels declared) {
		String elementType = DeclaredChannels.elementType(type);
		List<String> sameType = declared.elementTypes()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(elementType))
			.map((entry) -> entry.getKey())
			.toList();
		String description = sameType.isEmpty()
				? "%s required a channel of %s, but no declared channel carries that type.".formatted(where,
						elementType)
				: "%s required a channel of %s, but none of that type has the name that the injection point requires."
					.formatted(where, elementType);
		String action = """
				Declare the channel, or correct the type of a declared channel:

				    backpressure:
				      channels:
				        <name>:
				          type: %s

				or inject one of the declared channels by its own type%s.""".formatted(elementType,
				sameType.isEmpty() ? "" : ", with @Qualifier(\"" + sameType.get(0) + "\")");
		return new FailureAnalysis("%s%n%nThe declared channels are:%n%n%s%n".formatted(description, declared), action,
				cause);
	}

	private static FailureAnalysis severalCandidates(String where, ResolvableType type,
			NoUniqueBeanDefinitionException cause, DeclaredChannels declared) {
		List<String> names = (cause.getBeanNamesFound() != null) ? cause.getBeanNamesFound().stream().sorted().toList()
				: List.copyOf(declared.elementTypes().keySet());
		String first = names.get(0);
		return new FailureAnalysis(
				"%s required a single channel of %s, but %d channels carry that type: %s.".formatted(where,
						DeclaredChannels.elementType(type), names.size(), String.join(", ", names)),
				"Choose one: name the parameter after the channel ('%s', compiled with -parameters), or annotate it with @Qualifier(\"%s\")."
					.formatted(ChannelNames.camelCase(first), first)
						+ " To get all of them, inject a Map<String, BackpressureChannel<...>>.",
				cause);
	}

}
