package io.backpressure.channel.spring.support;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Lookup of the beans of one application context without those of its parents. Each
 * context of a hierarchy has separate meters, events and decorators for the channels and
 * listeners that it declares.
 *
 * @since 0.1.0
 */
public final class LocalBeans {

	private LocalBeans() {
	}

	/**
	 * Return the beans of a type in their
	 * {@link org.springframework.core.annotation.Order order}.
	 * @param <T> the type of the beans
	 * @param beanFactory the bean factory, whose parents are not searched
	 * @param type the type of the beans
	 * @return the beans, which are created if necessary
	 */
	public static <T> List<T> ordered(ListableBeanFactory beanFactory, Class<T> type) {
		Set<T> local = Collections.newSetFromMap(new IdentityHashMap<>());
		local.addAll(beanFactory.getBeansOfType(type).values());
		return beanFactory.getBeanProvider(type).orderedStream().filter(local::contains).toList();
	}

}
