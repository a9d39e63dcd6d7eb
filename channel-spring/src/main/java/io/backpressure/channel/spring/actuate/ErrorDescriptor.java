package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of the response to a request that was not carried out.
 *
 * @param reason why the request was not carried out, with a remedy if the request itself
 * is wrong
 */
record ErrorDescriptor(String reason) implements OperationResponseBody {

}
