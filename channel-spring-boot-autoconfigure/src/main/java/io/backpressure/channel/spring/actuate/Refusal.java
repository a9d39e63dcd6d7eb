package io.backpressure.channel.spring.actuate;

/**
 * Why a request was refused.
 *
 * @param reason what is wrong with it, and what would be right
 */
public record Refusal(String reason) {

}
