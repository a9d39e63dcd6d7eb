package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of the response to a rejected request.
 *
 * @param reason the problem with the request, and a remedy
 */
record ErrorDescriptor(String reason) implements OperationResponseBody {

}
