package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Owner of a {@link CancellationToken}, through which the token is cancelled. The token
 * is passed to the calls that may have to be cancelled.
 *
 * <pre class="code">
 * try (CancellationSource request = CancellationSource.withTimeout(Duration.ofSeconds(2))) {
 *     orders.send(order, request.token());
 *     Receipt receipt = receipts.receive(request.token()); // what is left of the 2 seconds
 * }
 * </pre>
 *
 * A source holds no thread and no timer, and nothing keeps it reachable. Closing it is
 * necessary only to cancel calls that still use its token. All methods may be called from
 * any thread.
 *
 * @since 0.1.0
 */
public final class CancellationSource implements AutoCloseable {

	private final CancellationToken token;

	private CancellationSource(CancellationToken token) {
		this.token = token;
	}

	/**
	 * Create a source without a deadline.
	 * @return the source
	 */
	public static CancellationSource create() {
		return linkedTo(CancellationToken.NONE);
	}

	/**
	 * Create a source whose token has a deadline.
	 * @param timeout the time from now to the deadline; if zero, calls with the token do
	 * not wait; if it exceeds {@link Long#MAX_VALUE} nanoseconds, there is no deadline
	 * @return the source
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public static CancellationSource withTimeout(Duration timeout) {
		return linkedTo(CancellationToken.NONE, timeout);
	}

	/**
	 * Create a source whose token is also cancelled when the parent is, and has the
	 * parent's deadline.
	 * @param parent the token that this source's token follows
	 * @return the source
	 */
	public static CancellationSource linkedTo(CancellationToken parent) {
		Objects.requireNonNull(parent, "parent must not be null");
		return new CancellationSource(CancellationToken.childOf(parent, WaitLimit.FOREVER));
	}

	/**
	 * Create a source whose token is also cancelled when the parent is, and whose
	 * deadline is the parent's or its own, whichever is earlier.
	 * @param parent the token that this source's token follows
	 * @param timeout the time from now to the source's own deadline; if it exceeds
	 * {@link Long#MAX_VALUE} nanoseconds, only the deadline of the parent applies
	 * @return the source
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public static CancellationSource linkedTo(CancellationToken parent, Duration timeout) {
		Objects.requireNonNull(parent, "parent must not be null");
		return new CancellationSource(CancellationToken.childOf(parent, WaitLimit.nanos(timeout, "timeout")));
	}

	/**
	 * Return the token to pass to the calls that this source can cancel.
	 * @return the token, always the same
	 */
	public CancellationToken token() {
		return this.token;
	}

	/**
	 * Cancel the token, with a {@link CancellationException} as the cause. First the
	 * calls that wait with the token are woken up, then its actions run on this thread,
	 * all before this method returns. Has no effect if the token is already cancelled. If
	 * an error such as {@link OutOfMemoryError} ends this method early, a further call
	 * completes it.
	 */
	public void cancel() {
		Throwable cause = this.token.cause();
		cancel((cause != null) ? cause : new CancellationException("The cancellation source was cancelled"));
	}

	/**
	 * Cancel the token. First the calls that wait with the token are woken up, then its
	 * actions run on this thread, all before this method returns. Has no effect if the
	 * token is already cancelled. If an error such as {@link OutOfMemoryError} ends this
	 * method early, a further call completes it.
	 * @param cause the reason, which {@link ChannelCancelledException} carries as its
	 * cause
	 */
	public void cancel(Throwable cause) {
		this.token.cancel(Objects.requireNonNull(cause, "cause must not be null"));
	}

	/**
	 * {@link #cancel() Cancel} the token.
	 */
	@Override
	public void close() {
		cancel();
	}

}
