package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of an answer that refuses a request.
 *
 * @param reason what is wrong with it, and what would be right
 */
record Refusal(String reason) implements OperationResponseBody {

}
