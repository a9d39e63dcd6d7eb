package io.backpressure.channel.spring.listener;

/**
 * Describes values in log messages. Define a bean of this type to see in the log which
 * value a listener failed with, such as by its order number. Without one, messages name
 * the class of the value and nothing else, since a value may be confidential.
 *
 * <pre class="code">
 * &#064;Bean
 * ValueDescriber values() {
 *     return (value) -&gt; (value instanceof Order order) ? "order " + order.id() : value.getClass().getName();
 * }
 * </pre>
 */
@FunctionalInterface
public interface ValueDescriber {

	/**
	 * Describe a value that a listener could not handle. Called on the thread of the
	 * listener, only when a message is logged, which is at most once per kind of failure
	 * and ten seconds. If this throws, the class of the value is logged instead. At most
	 * 200 characters are logged.
	 * @param value the value; of a channel on a transport perhaps its bytes, if it cannot
	 * be read
	 * @return the description
	 */
	String describe(Object value);

}
