package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of the response to a request that was not carried out.
 *
 * @param reason the reason, with a remedy for a rejected request
 */
record ErrorDescriptor(String reason) implements OperationResponseBody {

}
