package io.backpressure.channel.spring.propagation;

import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;

import org.springframework.util.ClassUtils;

/**
 * Factory for snapshots of the context of a sender. A snapshot contains the values of all
 * accessors that libraries have registered with Micrometer's context propagation
 * (observations and with them traces, Spring Security and others), the values of the
 * accessors passed to {@link #factory}, and the MDC of SLF4J.
 *
 * @since 0.1.0
 */
public final class ContextSnapshots {

	private ContextSnapshots() {
	}

	/**
	 * Create a factory for snapshots. The factory does not use accessors that are
	 * registered later with the global {@link ContextRegistry}.
	 * @param accessors further accessors, which override registered ones of the same key
	 * @return a factory of snapshots
	 */
	public static ContextSnapshotFactory factory(List<ThreadLocalAccessor<?>> accessors) {
		ContextRegistry registry = new ContextRegistry();
		if (ClassUtils.isPresent("org.slf4j.MDC", ContextSnapshots.class.getClassLoader())) {
			registry.registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
		}
		ContextRegistry.getInstance().getThreadLocalAccessors().forEach(registry::registerThreadLocalAccessor);
		accessors.forEach(registry::registerThreadLocalAccessor);
		return ContextSnapshotFactory.builder().contextRegistry(registry).clearMissing(true).build();
	}

}
