package io.backpressure.channel.spring.listener;

/**
 * Describer of values in log messages. If a bean of this type is defined, the log
 * identifies the value that a listener failed with, for example by an order number.
 * Without such a bean, messages contain only the class of the value, since a value may be
 * confidential.
 *
 * <pre class="code">
 * &#064;Bean
 * ValueDescriber values() {
 *     return (value) -&gt; (value instanceof Order order) ? "order " + order.id() : value.getClass().getName();
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ValueDescriber {

	/**
	 * Describe a value that a listener could not handle. Called on the thread of the
	 * listener, only when a message is logged: for each kind of failure at most once in
	 * ten seconds. If this method throws or returns {@code null}, the class of the value
	 * is logged instead. At most 200 characters are logged.
	 * @param value the value; if the value cannot be read from a shared channel, the
	 * received bytes or the exception, as in {@link FailedValue#value()}
	 * @return the description
	 */
	String describe(Object value);

}
