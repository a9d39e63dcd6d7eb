package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Finder of the methods of a class that have {@link ChannelListener} annotations.
 */
final class ListenerAnnotations {

	private static final MethodIntrospector.MetadataLookup<List<ChannelListener>> NEAREST = ListenerAnnotations::nearest;

	private ListenerAnnotations() {
	}

	/**
	 * Return the annotated methods of a class, including inherited ones. A method that
	 * overrides another one is listed once: with its own annotations if it has any, or
	 * else with those of the nearest overridden method.
	 */
	static Map<Method, List<ChannelListener>> of(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, List.of(ChannelListener.class, ChannelListeners.class))
				? MethodIntrospector.selectMethods(type, NEAREST) : Map.of();
	}

	private static @Nullable List<ChannelListener> nearest(Method method) {
		List<MergedAnnotation<ChannelListener>> all = MergedAnnotations
			.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
			.stream(ChannelListener.class)
			.toList();
		// the index is 0 for the method itself, and larger for each method that it
		// overrides
		int nearest = all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElse(-1);
		List<ChannelListener> annotations = all.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == nearest)
			.map(MergedAnnotation::synthesize)
			.distinct()
			.toList();
		return annotations.isEmpty() ? null : annotations;
	}

}
