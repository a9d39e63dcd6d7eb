package io.backpressure.channel.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method as a listener: it is called with the values of a channel, on separate
 * threads.
 *
 * <pre class="code">
 * &#064;ChannelListener("orders")
 * void handle(Order order) { ... }
 *
 * &#064;ChannelListener(channel = "shipments", batchSize = "50", batchTimeout = "100ms")
 * void book(List&lt;Shipment&gt; shipments) { ... }
 *
 * &#064;ChannelListener(channel = "orders", concurrency = "2-8", sendTo = "priced")
 * PricedOrder price(Order order) { ... }
 * </pre>
 * <p>
 * The method belongs to a bean. It may be private, unless the bean has a proxy. It takes
 * one parameter: a value of the channel, or a {@code List} of values for batches. An
 * exception thrown by the method never ends the listener. The call is repeated according
 * to the retry settings. If the last call fails too, the value goes to the dead-letter
 * channel or to a {@link ListenerErrorHandler}, or is discarded if there is neither. The
 * annotation may be repeated, and may be used as a meta-annotation.
 * <p>
 * All attributes may contain <code>${...}</code> placeholders. Settings for one listener
 * below {@code backpressure.listener.listeners.<id>}, or for all listeners of a channel
 * below {@code backpressure.listener.channels.<channel>}, take precedence over those of
 * the annotation.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
@Repeatable(ChannelListeners.class)
public @interface ChannelListener {

	/**
	 * Alias for {@link #channel}.
	 * @return the name of the channel
	 */
	@AliasFor("channel")
	String value() default "";

	/**
	 * Name of the channel whose values are received.
	 * @return the name of the channel
	 */
	@AliasFor("value")
	String channel() default "";

	/**
	 * Id of the listener in the {@link ListenerRegistry}, in properties, meters and
	 * thread names. By default the names of the bean and the method in kebab case, such
	 * as {@code order-service-handle}. If the method has several annotations, the name of
	 * the channel is appended.
	 * @return the id, unique in the application context
	 */
	String id() default "";

	/**
	 * Number of threads, such as {@code 4}, or bounds such as {@code 2-8}. With bounds,
	 * threads are added while all are busy and values wait, and threads above the lower
	 * bound end after at least ten idle seconds. One thread by default.
	 * @return the concurrency
	 */
	String concurrency() default "";

	/**
	 * Largest number of values in a batch, for a method that takes a {@code List}. 100 by
	 * default.
	 * @return the size of a batch
	 */
	String batchSize() default "";

	/**
	 * Longest time for which a batch is gathered after its first value, such as
	 * {@code 100ms}. By default a batch consists of the values that are already buffered.
	 * @return the duration
	 */
	String batchTimeout() default "";

	/**
	 * {@code true} or {@code false}: whether the listener is started with the application
	 * context. True by default.
	 * @return whether it is started
	 */
	String autoStartup() default "";

	/**
	 * Name of a {@link ListenerErrorHandler} bean for values that could not be handled.
	 * By default they go to the {@code dead-letter} channel or the {@code error-handler}
	 * of the properties. If the properties name neither, the values go to the
	 * {@link ListenerErrorHandler} bean, if there is only one or a primary one. Otherwise
	 * each failure is logged and its value discarded.
	 * @return the name of the bean
	 */
	String errorHandler() default "";

	/**
	 * Name of the channel to which the result of the method is sent, unless the result is
	 * {@code null}; for a batch, each element of the result. While that channel is full,
	 * its strategy applies: with {@code BLOCK}, the listener waits. If that channel is
	 * closed, the listener stops. It keeps the value whose result could not be sent for
	 * its next start, or gives the value back if it came from a shared channel.
	 * @return the name of the channel
	 */
	String sendTo() default "";

}
