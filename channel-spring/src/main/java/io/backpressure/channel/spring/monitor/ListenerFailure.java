package io.backpressure.channel.spring.monitor;

import java.time.Instant;

/**
 * Last failure of a listener. It contains the class of the exception but not its message,
 * which may quote the value.
 *
 * @param type name of the class of the exception
 * @param time the time of the failure
 * @since 0.1.0
 */
public record ListenerFailure(String type, Instant time) {

}
