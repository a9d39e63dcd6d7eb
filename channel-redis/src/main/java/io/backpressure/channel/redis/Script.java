package io.backpressure.channel.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

import io.lettuce.core.codec.Base16;

/**
 * Lua script that performs one atomic operation of a channel in Redis.
 */
@SuppressWarnings("ImmutableEnumChecker") // the array is not handed out
enum Script {

	OPEN("pause", "terms"), SEND("head"), RECEIVE("pause"), ACKNOWLEDGE, RENEW, DISCARD("head"), TOTALS, CLOSE,
	HEARTBEAT("pause", "terms"), LEAVE;

	private final byte[] text;

	private final String digest;

	/** Create a script that begins with the given files of definitions. */
	Script(String... definitions) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		for (String definition : definitions) {
			text.writeBytes(read(definition));
		}
		text.writeBytes(read(operation()));
		this.text = text.toByteArray();
		this.digest = Base16.digest(this.text);
	}

	private static byte[] read(String name) {
		String file = name + ".lua";
		try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] text() {
		return this.text.clone();
	}

	/** Return the digest by which Redis identifies the script. */
	String digest() {
		return this.digest;
	}

	/** Return the name of the operation, for messages. */
	String operation() {
		return name().toLowerCase(Locale.ROOT);
	}

}
