package io.backpressure.channel.spring.actuate;

/**
 * What an operation has done.
 *
 * @param channel the name of the channel
 * @param action what was asked for
 * @param values how many values it concerns
 * @param text the same for a reader
 */
public record Outcome(String channel, String action, long values, String text) {

}
