package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.UnknownOutcomeException;
import io.lettuce.core.RedisCommandExecutionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runner of the scripts of a channel. It translates errors of Redis and of Lettuce into
 * exceptions of channels.
 */
final class ScriptRunner {

	/*
	 * A call is short and its outcome matters, so an interrupt does not end the call. The
	 * interrupt status is kept for the wait that may follow. A call ends when the reply
	 * arrives, the connection is lost, or the command timeout expires.
	 *
	 * If the server has not replied for longer than the command timeout, call() fails and
	 * writes nothing: the server would execute the script much later, after the caller
	 * has given up. start() still writes the scripts for which no caller waits.
	 */

	private static final Log logger = LogFactory.getLog(ScriptRunner.class);

	/**
	 * Codes of errors with which Redis rejects a script, without any effect, while it
	 * cannot serve.
	 */
	private static final List<String> TRANSIENT = List.of("LOADING", "OOM", "READONLY", "MISCONF", "BUSY ",
			"MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS");

	private final String channel;

	private final Keys keys;

	private final RedisLink link;

	private final Duration timeout;

	private final RejectedScripts rejections;

	ScriptRunner(String channel, Keys keys, RedisLink link, Duration timeout, RejectedScripts rejections) {
		this.channel = channel;
		this.keys = keys;
		this.link = link;
		this.timeout = timeout;
		this.rejections = rejections;
	}

	/** Return the topic of events, which most scripts need. */
	byte[] topic() {
		return this.keys.topic();
	}

	/** Run a script and wait for its reply. */
	List<Object> call(Script script, byte[]... arguments) {
		return call(script, (late) -> {
		}, arguments);
	}

	/**
	 * Run a script and wait for its reply.
	 * @param late receives the reply if it arrives only after the command timeout; called
	 * on a thread of Lettuce
	 */
	List<Object> call(Script script, Consumer<List<Object>> late, byte[]... arguments) {
		Duration silence = this.link.silence();
		if (silence.compareTo(this.timeout) > 0) {
			throw unavailable("it has not replied for " + silence.toMillis() + " ms", null);
		}
		CompletableFuture<List<Object>> reply = start(script, arguments);
		boolean interrupted = false;
		long start = System.nanoTime();
		try {
			for (;;) {
				try {
					return reply.get(this.timeout.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (TimeoutException ex) {
			whenLate(reply, late);
			throw noReply(script, new TimeoutException("no reply within " + this.timeout));
		}
		catch (ExecutionException ex) {
			throw failure(script, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the caller has failed already
	private static void whenLate(CompletableFuture<List<Object>> reply, Consumer<List<Object>> late) {
		reply.thenAccept(late);
	}

	/**
	 * Run a script without waiting for its reply. The caller need not report a failure:
	 * RedisLink logs the loss of the connection, and RejectedScripts records each
	 * rejection.
	 */
	CompletableFuture<List<Object>> start(Script script, byte[]... arguments) {
		CompletableFuture<List<Object>> reply = this.link.run(script, this.keys.all(), arguments);
		if (reply == null) {
			return CompletableFuture.failedFuture(unavailable("there is no connection", null));
		}
		return reply.whenComplete((done, ex) -> {
			if (ex == null) {
				recordSuccess(script);
			}
			else {
				recordRejection(script, (ex.getCause() != null) ? ex.getCause() : ex);
			}
		});
	}

	/**
	 * Record the success of a script other than a heartbeat. The reply to a heartbeat may
	 * contain a rejection, so {@link Membership} records the outcome.
	 */
	private void recordSuccess(Script script) {
		if (script != Script.HEARTBEAT) {
			this.rejections.succeeded(script);
		}
	}

	private void recordRejection(Script script, Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		if (!(cause instanceof RedisCommandExecutionException)) {
			logger.debug("Channel '" + this.channel + "': '" + script.operation() + "' failed: " + message);
			return;
		}
		this.rejections.rejected(script, isTransient(message) ? message : message + ". " + remedy(message),
				isTransient(message));
		if (isTransient(message) && message.contains("READONLY")) {
			this.link.disconnectFromReplica();
		}
	}

	private static boolean isTransient(String message) {
		return TRANSIENT.stream().anyMatch((code) -> message.startsWith(code) || message.contains("-" + code));
	}

	private ChannelUnavailableException unavailable(String reason, @Nullable Throwable cause) {
		return new ChannelUnavailableException(this.channel,
				"Redis is unavailable and the call had no effect: " + this.link.server() + ": " + reason, cause);
	}

	/**
	 * Create the exception for a script that got no reply. The script {@code TOTALS} only
	 * reads, so it had no effect in any case.
	 */
	private ChannelException noReply(Script script, Throwable cause) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : "the connection was closed";
		if (script == Script.TOTALS) {
			return unavailable(reason, cause);
		}
		IllegalStateException failure = new IllegalStateException(this.link.server() + ": " + reason, cause);
		return new UnknownOutcomeException(this.channel, "Redis has not replied to '" + script.operation()
				+ "', which may or may not have been executed: " + failure.getMessage(), failure);
	}

	private RuntimeException failure(Script script, Throwable cause) {
		if (cause instanceof ChannelException known) {
			return known;
		}
		String message = String.valueOf(cause.getMessage());
		// Lettuce never wrote the command: only the message distinguishes this case from
		// a lost reply
		if (message.startsWith("Currently not connected") || message.equals("Connection is closed")) {
			return unavailable(message, cause);
		}
		if (!(cause instanceof RedisCommandExecutionException)) {
			return noReply(script, cause);
		}
		if (isTransient(message)) {
			return unavailable(message, cause);
		}
		return new BrokenChannelException(this.channel, this.link.server() + ": " + message, remedy(message), cause);
	}

	private static String remedy(String message) {
		if (message.contains("NOGROUP") || message.contains("no such key")) {
			return "The keys of the channel are gone with all buffered values: Redis was flushed, evicted them,"
					+ " or restarted without its data. Stop all instances, then start them again";
		}
		// an error within a script may lack the code NOPERM, and the wording of the error
		// depends on the release of Redis
		if (message.contains("NOPERM") || message.contains("The user executing the script can't")
				|| message.contains("ACL failure")) {
			return "Allow the user of this application the commands of streams, hashes, sorted sets, scripts and"
					+ " publish-subscribe, on all keys and publish-subscribe channels whose names begin with '{'";
		}
		return "This error is unexpected: check the server and its log";
	}

}
