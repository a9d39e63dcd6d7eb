package io.backpressure.demo.lessons;

import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelFullException;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.UnknownOutcomeException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Exception handler that asks clients to retry later when a channel rejects their value.
 */
@RestControllerAdvice
class OverloadExceptionHandler {

	@ExceptionHandler({ ChannelFullException.class, ChannelTimeoutException.class, ChannelClosedException.class,
			ChannelUnavailableException.class })
	ResponseEntity<ProblemDetail> overloaded(RuntimeException exception) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				exception.getMessage());
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").body(problem);
	}

	/**
	 * Handle an unknown outcome, which occurs only with the profile {@code redis}. The
	 * channel may have accepted the value, so the client has to check before it retries.
	 */
	@ExceptionHandler(UnknownOutcomeException.class)
	ProblemDetail unknown(UnknownOutcomeException exception) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, exception.getMessage());
	}

}
