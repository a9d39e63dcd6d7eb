package io.backpressure.channel.spring.monitor;

import java.time.Instant;

/**
 * The last failure of a listener. It has the class of the exception and not the message,
 * which may quote the value.
 *
 * @param type name of the class of the exception
 * @param time when the value was given up
 */
public record ListenerFailure(String type, Instant time) {

}
