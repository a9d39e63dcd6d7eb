package io.backpressure.channel.redis;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a channel that Redis refused when they were last tried: the condition of
 * the channel. Each is logged once, and counted from then on.
 */
final class Refusals {

	private static final Log logger = LogFactory.getLog(Refusals.class);

	private final String channel;

	private final String server;

	private final Map<Script, Refusal> current = new ConcurrentHashMap<>();

	Refusals(String channel, String server) {
		this.channel = channel;
		this.server = server;
	}

	/**
	 * Note that a step was refused.
	 * @param ofServer whether the server refuses it in its state, and not this step in
	 * particular
	 */
	void refused(Script script, String reason, boolean ofServer) {
		Refusal refusal = this.current.computeIfAbsent(script, (key) -> new Refusal(reason, ofServer));
		if (refusal.count.incrementAndGet() == 1) {
			logger.warn("Channel '" + this.channel + "': " + this.server + " refuses step '" + script.operation()
					+ "': " + reason);
		}
	}

	/** Note that a step was taken. A heartbeat shows that the server itself is well. */
	void taken(Script script) {
		if (this.current.isEmpty()) {
			return;
		}
		Iterator<Map.Entry<Script, Refusal>> refusals = this.current.entrySet().iterator();
		while (refusals.hasNext()) {
			Map.Entry<Script, Refusal> refusal = refusals.next();
			if (refusal.getKey() == script || (script == Script.HEARTBEAT && refusal.getValue().ofServer)) {
				refusals.remove();
				logger.info("Channel '" + this.channel + "': " + this.server + " no longer refuses step '"
						+ refusal.getKey().operation() + "', after " + refusal.getValue().count + " refusal(s)");
			}
		}
	}

	/** Return why a step was refused, or {@code null} if all were taken. */
	@Nullable String reason() {
		if (this.current.isEmpty()) {
			return null;
		}
		for (Map.Entry<Script, Refusal> refusal : this.current.entrySet()) {
			return this.server + " refuses step '" + refusal.getKey().operation() + "': " + refusal.getValue().reason;
		}
		return null;
	}

	private static final class Refusal {

		private final String reason;

		private final boolean ofServer;

		private final AtomicLong count = new AtomicLong();

		Refusal(String reason, boolean ofServer) {
			this.reason = reason;
			this.ofServer = ofServer;
		}

	}

}
