package io.backpressure.channel.redis;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Map;
import java.util.stream.Collectors;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Validation of the server before the first channel is created. A server that does not
 * support channels is rejected.
 */
final class ServerCheck {

	private static final Log logger = LogFactory.getLog(ServerCheck.class);

	/** The first version with XAUTOCLAIM. */
	private static final Version OLDEST = Version.parse("6.2");

	private ServerCheck() {
	}

	/**
	 * Check a server.
	 * @throws RedisTransportException if it does not support channels
	 */
	static void check(RedisCommands<byte[], byte[]> commands) {
		Map<String, String> info;
		try {
			info = parse(commands.info("server") + "\n" + commands.info("memory"));
		}
		catch (RedisCommandExecutionException ex) {
			logger.warn(
					"Cannot check that Redis supports channels, which need version 6.2 or later and no eviction of keys: "
							+ ex.getMessage());
			return;
		}
		checkVersion(info.get("redis_version"));
		checkPolicy(info.get("maxmemory_policy"));
	}

	private static void checkVersion(@Nullable String version) {
		if (version == null) {
			return;
		}
		if (Version.parse(version).compareTo(OLDEST) < 0) {
			throw new RedisTransportException("Redis has version " + version + ", but channels need 6.2 or later.",
					"Upgrade the server, or point spring.data.redis to another server.", null);
		}
	}

	/**
	 * Check the eviction policy. Policies other than allkeys-* evict only keys with a
	 * time to live, and the keys of channels have none.
	 */
	private static void checkPolicy(@Nullable String policy) {
		if (policy != null && policy.startsWith("allkeys-")) {
			throw new RedisTransportException(
					"Redis has maxmemory-policy " + policy
							+ ": when the memory is full, it may evict a whole channel with all buffered values.",
					"Set maxmemory-policy to noeviction, or use a separate server for channels.", null);
		}
	}

	private static Map<String, String> parse(String info) {
		return info.lines()
			.filter((line) -> line.contains(":"))
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1).trim(), (first, second) -> first));
	}

}
