package io.backpressure.channel.redis;

import java.nio.charset.StandardCharsets;

/**
 * Keys of a channel in Redis. They share a part in braces, so a cluster would keep all of
 * them in one hash slot.
 *
 * @param stream the key of the values
 * @param meta the key of the counts, the settings, and the closed flag
 * @param instances the key of the participating instances, sorted by the time at which
 * each was last seen
 * @param topic the topic of the channel's events: a publish-subscribe channel of Redis.
 * The name contains the number of the database, since all databases of a server share
 * their topics.
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
