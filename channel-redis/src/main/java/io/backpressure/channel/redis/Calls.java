package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelException;
import io.lettuce.core.RedisCommandExecutionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs the scripts of a channel and says what it means if one fails.
 */
final class Calls {

	/*
	 * A call is short, and its outcome matters: an interrupt does not end it, but is kept
	 * for the wait that may follow. What ends it is the answer, the end of the
	 * connection, or the command timeout.
	 */

	private static final Log logger = LogFactory.getLog(Calls.class);

	/** What Redis answers while it cannot serve, having done nothing. */
	private static final List<String> PASSING = List.of("LOADING", "OOM", "READONLY", "MISCONF", "BUSY ", "MASTERDOWN",
			"CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS");

	private final String channel;

	private final RedisLink link;

	private final Duration timeout;

	Calls(String channel, RedisLink link, Duration timeout) {
		this.channel = channel;
		this.link = link;
		this.timeout = timeout;
	}

	/** Run a script and wait for its answer. */
	List<Object> call(Script script, byte[][] keys, byte[]... arguments) {
		return call(script, (late) -> {
		}, keys, arguments);
	}

	/**
	 * Run a script and wait for its answer.
	 * @param late what to do with an answer that comes after the call has failed
	 */
	List<Object> call(Script script, Consumer<List<Object>> late, byte[][] keys, byte[]... arguments) {
		CompletableFuture<List<Object>> answer = this.link.run(script, keys, arguments);
		if (answer == null) {
			throw new ChannelUnavailableException(this.channel, "there is no connection", null);
		}
		boolean interrupted = false;
		long start = System.nanoTime();
		try {
			for (;;) {
				try {
					List<Object> result = answer.get(this.timeout.toNanos() - (System.nanoTime() - start),
							TimeUnit.NANOSECONDS);
					this.link.answered();
					return result;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (TimeoutException ex) {
			whenLate(answer, late);
			this.link.notAnswered();
			throw notAnswered(script, new TimeoutException("no answer within " + this.timeout));
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

	@SuppressWarnings("FutureReturnValueIgnored") // nobody waits
	private static void whenLate(CompletableFuture<List<Object>> answer, Consumer<List<Object>> late) {
		answer.thenAccept(late);
	}

	/** Run a script and do not wait for its answer; a failure is logged. */
	void tell(Script script, byte[][] keys, byte[]... arguments) {
		tell(script, (done) -> {
		}, keys, arguments);
	}

	/**
	 * Run a script and do not wait for its answer; a failure is logged.
	 * @param outcome is told, on any thread, whether it was done
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the outcome is told
	void tell(Script script, Consumer<Boolean> outcome, byte[][] keys, byte[]... arguments) {
		CompletableFuture<List<Object>> answer = this.link.run(script, keys, arguments);
		if (answer == null) {
			outcome.accept(false);
			return;
		}
		answer.whenComplete((done, ex) -> {
			if (ex != null) {
				logger.warn("Channel '" + this.channel + "': " + script.operation() + " failed: " + ex.getMessage());
			}
			outcome.accept(ex == null);
		});
	}

	/** What only looks has no outcome that could be unknown. */
	private ChannelException notAnswered(Script script, Throwable cause) {
		return (script != Script.TOTALS) ? new UnknownOutcomeException(this.channel, script.operation(), cause)
				: new ChannelUnavailableException(this.channel, String.valueOf(cause.getMessage()), cause);
	}

	private RuntimeException failure(Script script, Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		// the client refused to write it: only its words tell that from a lost answer
		if (message.startsWith("Currently not connected") || message.equals("Connection is closed")) {
			return new ChannelUnavailableException(this.channel, message, cause);
		}
		if (!(cause instanceof RedisCommandExecutionException)) {
			return notAnswered(script, cause);
		}
		if (PASSING.stream().anyMatch((code) -> message.startsWith(code) || message.contains("-" + code))) {
			return new ChannelUnavailableException(this.channel, message, cause);
		}
		return new BrokenChannelException(this.channel, remedy(message), cause);
	}

	private String remedy(String message) {
		if (message.contains("NOGROUP") || message.contains("no such key")) {
			return "The keys of the channel are gone, and with them what was buffered: Redis was flushed, evicted them,"
					+ " or restarted without its data. Stop all instances, then start them, to begin anew";
		}
		// in a script they say it without the code, each release in its words
		if (message.contains("NOPERM") || message.contains("The user executing the script can't")
				|| message.contains("ACL failure")) {
			return "Allow the user of this application the commands of streams, hashes, sorted sets, scripts and"
					+ " publish-subscribe on keys and channels that begin with '{'";
		}
		return "This is not expected: look at the server and its log";
	}

}
