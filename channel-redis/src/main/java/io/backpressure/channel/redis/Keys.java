package io.backpressure.channel.redis;

import java.nio.charset.StandardCharsets;

/**
 * The keys of a channel: all in one slot of a cluster, by the braces.
 *
 * @param stream the values
 * @param meta the counts, the settings, and whether it is closed
 * @param instances the JVMs that take part, by when they were last seen
 * @param topic where events are published; it names the database, since a topic is common
 * to all databases of a server
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
