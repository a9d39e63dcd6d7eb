package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of the response to a rejected request.
 *
 * @param reason what is wrong with it, and what would be right
 */
record ErrorDescriptor(String reason) implements OperationResponseBody {

}
