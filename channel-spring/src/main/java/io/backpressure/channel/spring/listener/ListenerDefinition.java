package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Declaration of a listener.
 *
 * @param id its id
 * @param channelName the channel that it receives from
 * @param origin the place of the declaration, for messages
 * @param options the options of the declaration
 * @param batch whether it takes lists of values
 * @param valueType the type of the values that it takes
 * @param resultType the type of its results, or {@code null} if it returns nothing
 * @param invoker the invoker that calls it
 */
record ListenerDefinition(String id, String channelName, String origin, ListenerOptions options, boolean batch,
		ResolvableType valueType, @Nullable ResolvableType resultType, ListenerInvoker invoker) {

	/** Return the same listener with other options. */
	ListenerDefinition with(ListenerOptions options) {
		return new ListenerDefinition(this.id, this.channelName, this.origin, options, this.batch, this.valueType,
				this.resultType, this.invoker);
	}

	/**
	 * Return the defaults that fit this listener. Batch options do not fit a listener of
	 * single values, a result channel does not fit a listener without results, and a
	 * default target for results or dead letters does not fit if it is the channel that
	 * the listener receives from.
	 */
	ListenerOptions fitting(ListenerOptions defaults) {
		boolean sendsTo = this.resultType != null && !this.channelName.equals(defaults.sendTo());
		boolean deadLetters = !this.channelName.equals(defaults.deadLetter());
		return new ListenerOptions(defaults.concurrency(), this.batch ? defaults.batchSize() : null,
				this.batch ? defaults.batchTimeout() : null, defaults.autoStartup(), defaults.errorHandler(),
				deadLetters ? defaults.deadLetter() : null, sendsTo ? defaults.sendTo() : null, defaults.idleInterval(),
				defaults.retry());
	}

	@Override
	public String toString() {
		return "Listener '" + this.id + "' (" + this.origin + ")";
	}

}
