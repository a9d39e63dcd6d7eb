package io.backpressure.channel.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * What a channel does in Redis: each is one atomic step.
 */
@SuppressWarnings("ImmutableEnumChecker") // the array is not handed out
enum Script {

	OPEN, SEND, RECEIVE, ACKNOWLEDGE, RENEW, DISCARD, TOTALS, CLOSE, HEARTBEAT, LEAVE;

	private final byte[] text;

	private final String digest;

	Script() {
		String name = name().toLowerCase(Locale.ROOT) + ".lua";
		try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
			this.text = in.readAllBytes();
			this.digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(this.text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] text() {
		return this.text.clone();
	}

	/** By what Redis knows it. */
	String digest() {
		return this.digest;
	}

	/** What is being done, for messages. */
	String operation() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return new String(this.text, StandardCharsets.UTF_8);
	}

}
