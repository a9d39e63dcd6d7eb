package io.backpressure.channel.test.autoconfigure;

/**
 * State in which the listeners of the application context under test begin each test.
 *
 * @since 0.1.0
 */
public enum ListenerMode {

	/** As the application declares them: started, unless auto-startup is off. */
	AS_DECLARED,

	/** Paused: values stay in their channels until a listener is resumed. */
	PAUSED

}
