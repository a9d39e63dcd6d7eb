package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.support.Suggestion;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Validation of listeners before any of them is created. Reports all problems at once,
 * each with its location and a remedy.
 */
final class ListenerChecks {

	private final ChannelRegistry channels;

	private final BeanFactory beanFactory;

	private final List<String> problems;

	ListenerChecks(ChannelRegistry channels, BeanFactory beanFactory, List<String> problems) {
		this.channels = channels;
		this.beanFactory = beanFactory;
		this.problems = new ArrayList<>(problems);
	}

	/**
	 * Check listeners that are about to be created.
	 * @throws InvalidListenersException if any of them has a problem, or if a problem was
	 * passed to the constructor
	 */
	void check(List<ListenerDefinition> definitions, Collection<String> takenIds) {
		checkIds(definitions, takenIds);
		definitions.forEach(this::check);
		checkCycles(definitions);
		if (!this.problems.isEmpty()) {
			throw new InvalidListenersException(this.problems);
		}
	}

	private void checkIds(List<ListenerDefinition> definitions, Collection<String> takenIds) {
		Map<String, String> origins = new HashMap<>();
		takenIds.forEach((id) -> origins.put(id, "an existing listener"));
		for (ListenerDefinition definition : definitions) {
			String other = origins.putIfAbsent(definition.id(), definition.origin());
			if (other != null) {
				this.problems.add(definition + " has the same id as " + other
						+ ". Give one of them another id with @ChannelListener(id = \"...\").");
			}
		}
	}

	private void check(ListenerDefinition definition) {
		ListenerOptions options = definition.options();
		try {
			ListenerSettings.of(options);
			new Retries(options.retry());
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(definition + ": " + ex.getMessage() + ".");
		}
		if (isChannel(definition, definition.channelName(), "receives from")) {
			checkValueType(definition);
		}
		if (options.sendTo() != null && isChannel(definition, options.sendTo(), "sends to")) {
			checkResultType(definition, options.sendTo());
		}
		if (options.deadLetter() != null
				&& isChannel(definition, options.deadLetter(), "has the dead-letter channel")) {
			checkCarries(definition, options.deadLetter(), ResolvableType.forClass(FailedValue.class),
					"its dead-letter channel");
		}
		checkErrorHandler(definition, options);
		if (options.batchSize() != null && !definition.batch()) {
			this.problems.add(definition
					+ " has a batch size but takes a single value. Declare a List, or remove the batch size.");
		}
		if (definition.resultType() != null && isAsynchronous(definition.resultType())) {
			this.problems.add(definition + " returns " + definition.resultType()
					+ ", which may complete after the call: the listener would receive values without limit. Return "
					+ "the result itself, and use the concurrency of the listener to set the number of threads.");
		}
	}

	private boolean isChannel(ListenerDefinition definition, String name, String relation) {
		if (this.channels.find(name).isPresent()) {
			return true;
		}
		this.problems.add(definition + " " + relation + " '" + name + "', which is not declared."
				+ Suggestion.of(name, this.channels.names()) + " Declare it as backpressure.channels." + name + ".");
		return false;
	}

	private void checkValueType(ListenerDefinition definition) {
		ResolvableType carried = this.channels.elementType(definition.channelName());
		ResolvableType taken = definition.valueType();
		if (!ElementTypes.fits(taken, carried)) {
			this.problems.add(definition + " takes " + taken + ", but channel '" + definition.channelName()
					+ "' carries " + carried + ". Let the listener take that type, or correct backpressure.channels."
					+ definition.channelName() + ".type.");
		}
	}

	private void checkResultType(ListenerDefinition definition, String sendTo) {
		ResolvableType result = definition.resultType();
		if (result == null) {
			this.problems.add(definition + " sends to '" + sendTo
					+ "', but returns nothing. Return the value to send, or remove sendTo.");
		}
		else {
			checkCarries(definition, sendTo, result, "the channel that it sends to");
		}
	}

	private void checkCarries(ListenerDefinition definition, String channel, ResolvableType value, String role) {
		ResolvableType carried = this.channels.elementType(channel);
		if (!ElementTypes.fits(carried, value)) {
			this.problems.add(definition + ": '" + channel + "', " + role + ", carries " + carried + " and not " + value
					+ ". Correct backpressure.channels." + channel + ".type.");
		}
	}

	private void checkErrorHandler(ListenerDefinition definition, ListenerOptions options) {
		String name = options.errorHandler();
		if (name != null && options.deadLetter() != null) {
			this.problems.add(definition + " has both an error handler and a dead-letter channel. Choose one.");
		}
		if (name != null && !(this.beanFactory.containsBean(name)
				&& this.beanFactory.isTypeMatch(name, ListenerErrorHandler.class))) {
			this.problems.add(definition + " has the error handler '" + name
					+ "', but there is no bean of that name and of type ListenerErrorHandler. Define it as a bean.");
		}
		if (name == null && options.deadLetter() == null) {
			checkDefaultErrorHandler(definition);
		}
	}

	private void checkDefaultErrorHandler(ListenerDefinition definition) {
		try {
			this.beanFactory.getBeanProvider(ListenerErrorHandler.class).getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			Collection<String> names = (ex.getBeanNamesFound() != null) ? ex.getBeanNamesFound() : List.of();
			this.problems.add(definition + " names no error handler, and there are several ListenerErrorHandler beans: "
					+ String.join(", ", new TreeSet<>(names)) + ". Mark one of them @Primary, or choose one by "
					+ "@ChannelListener(errorHandler = \"...\"), backpressure.listener.listeners." + definition.id()
					+ ".error-handler or backpressure.listener.defaults.error-handler.");
		}
	}

	private static boolean isAsynchronous(ResolvableType result) {
		Class<?> type = result.resolve(Object.class);
		return Future.class.isAssignableFrom(type)
				|| (!isData(type) && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null);
	}

	/**
	 * Return whether a type is plain data and so has no adapter. Saves a lookup that
	 * loads all of Reactor.
	 */
	private static boolean isData(Class<?> type) {
		return type.isRecord() || type.isEnum() || type.isArray() || type.getPackageName().equals("java.lang");
	}

	/**
	 * Report cycles, whatever the strategies of their channels. If all channels of a
	 * cycle have the strategy {@code BLOCK} and are full, each listener waits for room in
	 * the next channel, and none receives. The cycle then blocks for good, or loses
	 * values if the wait is for a dead-letter channel and so ends after a while.
	 */
	private void checkCycles(List<ListenerDefinition> definitions) {
		Map<String, Set<String>> ways = new LinkedHashMap<>();
		for (ListenerDefinition definition : definitions) {
			Set<String> targets = ways.computeIfAbsent(definition.channelName(), (name) -> new TreeSet<>());
			if (definition.options().sendTo() != null) {
				targets.add(definition.options().sendTo());
			}
			if (definition.options().deadLetter() != null) {
				targets.add(definition.options().deadLetter());
			}
		}
		Set<String> done = new LinkedHashSet<>();
		ways.keySet().forEach((channel) -> follow(channel, ways, new ArrayList<>(), done));
	}

	private void follow(String channel, Map<String, Set<String>> ways, List<String> path, Set<String> done) {
		int start = path.indexOf(channel);
		if (start >= 0) {
			List<String> cycle = new ArrayList<>(path.subList(start, path.size()));
			cycle.add(channel);
			this.problems.add("Listeners form a cycle of channels, and would block once these are full: "
					+ String.join(" -> ", cycle)
					+ ". Change the sendTo or the dead-letter channel of one of the listeners.");
		}
		else if (done.add(channel)) {
			path.add(channel);
			ways.getOrDefault(channel, Set.of()).forEach((next) -> follow(next, ways, path, done));
			path.remove(path.size() - 1);
		}
	}

}
