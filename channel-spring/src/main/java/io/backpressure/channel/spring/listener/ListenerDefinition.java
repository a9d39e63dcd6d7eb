package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A listener as it is declared.
 *
 * @param id its id
 * @param channelName the channel that it receives from
 * @param origin where it is declared, for messages
 * @param options what its declaration sets
 * @param batch whether it takes lists of values
 * @param valueType the type of the values that it takes
 * @param resultType the type of what it sends on, or {@code null} if it returns nothing
 * @param invoker what calls it
 */
record ListenerDefinition(String id, String channelName, String origin, ListenerOptions options, boolean batch,
		ResolvableType valueType, @Nullable ResolvableType resultType, ListenerInvoker invoker) {

	/** The same listener with other options. */
	ListenerDefinition with(ListenerOptions options) {
		return new ListenerDefinition(this.id, this.channelName, this.origin, options, this.batch, this.valueType,
				this.resultType, this.invoker);
	}

	/**
	 * Leave out the defaults that do not fit this listener: those for batches if it takes
	 * single values, a target for results if it returns none, and its own channel as the
	 * target of results or dead letters.
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
