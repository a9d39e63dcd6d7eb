package io.backpressure.channel.redis;

import java.nio.charset.StandardCharsets;

/**
 * Keys of a channel. The braces put all of them into one slot of a cluster.
 *
 * @param stream the values
 * @param meta the counts, the settings, and the closed flag
 * @param instances the participating JVMs, sorted by the time when they were last seen
 * @param topic the topic of events; it contains the number of the database, since the
 * topics of a server are common to its databases
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Keys(byte[] stream, byte[] meta, byte[] instances, byte[] topic) {

	static Keys of(String prefix, String channel, int database) {
		String slot = "{" + prefix + ":" + channel + "}:";
		return new Keys(bytes(slot + "stream"), bytes(slot + "meta"), bytes(slot + "instances"),
				bytes(slot + "events:" + database));
	}

	byte[][] streamAndMeta() {
		return new byte[][] { this.stream, this.meta };
	}

	byte[][] all() {
		return new byte[][] { this.stream, this.meta, this.instances };
	}

	static byte[] bytes(Object text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

}
