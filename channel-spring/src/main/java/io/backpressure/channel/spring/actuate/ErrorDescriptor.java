package io.backpressure.channel.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Body of the response to a request that was not carried out.
 *
 * @param reason why the request was not carried out; if the request itself is wrong, also
 * how to correct it
 */
record ErrorDescriptor(String reason) implements OperationResponseBody {

}
