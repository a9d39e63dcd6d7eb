package io.backpressure.channel.redis.autoconfigure;

import java.nio.charset.StandardCharsets;

import io.backpressure.channel.redis.ValueCodec;

/**
 * Codec of an application that does not use JSON.
 */
record TextCodec() implements ValueCodec<String> {

	@Override
	public byte[] encode(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String decode(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
