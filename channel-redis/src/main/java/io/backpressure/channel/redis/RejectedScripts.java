package io.backpressure.channel.redis;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of a channel that were rejected when they were last run. The first
 * rejection of a script is logged. Further ones are only counted, until the script
 * succeeds.
 */
final class RejectedScripts {

	private static final Log logger = LogFactory.getLog(RejectedScripts.class);

	private final String channel;

	private final String server;

	private final Map<Script, Rejection> current = new ConcurrentHashMap<>();

	RejectedScripts(String channel, String server) {
		this.channel = channel;
		this.server = server;
	}

	/**
	 * Record that a script was rejected.
	 * @param ofServer whether the reason is the state of the server, which may affect
	 * other scripts as well
	 */
	void rejected(Script script, String reason, boolean ofServer) {
		Rejection rejection = this.current.computeIfAbsent(script, (key) -> new Rejection(reason, ofServer));
		if (rejection.count.incrementAndGet() == 1) {
			logger.warn("Channel '" + this.channel + "': " + this.server + " rejects '" + script.operation() + "': "
					+ reason);
		}
	}

	/**
	 * Record that a script succeeded. A successful heartbeat shows that the server can
	 * serve again, so it also ends every rejection that was due to the state of the
	 * server.
	 */
	void succeeded(Script script) {
		if (this.current.isEmpty()) {
			return;
		}
		Iterator<Map.Entry<Script, Rejection>> rejections = this.current.entrySet().iterator();
		while (rejections.hasNext()) {
			Map.Entry<Script, Rejection> rejection = rejections.next();
			if (rejection.getKey() == script || (script == Script.HEARTBEAT && rejection.getValue().ofServer)) {
				rejections.remove();
				logger.info("Channel '" + this.channel + "': " + this.server + " no longer rejects '"
						+ rejection.getKey().operation() + "', after " + rejection.getValue().count + " rejection(s)");
			}
		}
	}

	/**
	 * Return the reason why one of the scripts is rejected, or {@code null} if none is
	 * rejected.
	 */
	@Nullable String reason() {
		if (this.current.isEmpty()) {
			return null;
		}
		for (Map.Entry<Script, Rejection> rejection : this.current.entrySet()) {
			return this.server + " rejects '" + rejection.getKey().operation() + "': " + rejection.getValue().reason;
		}
		return null;
	}

	private static final class Rejection {

		private final String reason;

		private final boolean ofServer;

		private final AtomicLong count = new AtomicLong();

		Rejection(String reason, boolean ofServer) {
			this.reason = reason;
			this.ofServer = ofServer;
		}

	}

}
