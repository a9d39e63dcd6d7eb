package io.backpressure.channel.redis;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.backpressure.channel.spring.listener.FailedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codec for the values of a dead-letter channel. A decoded {@link FailedValue} holds the
 * original value as a {@link JsonNode}, or as bytes if the original channel could not
 * decode them. The cause is a {@link RemoteFailure}. No class is loaded by a received
 * name.
 */
final class FailedValueCodec implements ValueCodec<FailedValue> {

	private final JsonMapper mapper;

	FailedValueCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public byte[] encode(FailedValue failed) {
		boolean bytes = failed.value() instanceof byte[];
		return this.mapper.writeValueAsBytes(new Written(failed.listenerId(), failed.channelName(), failed.attempts(),
				bytes ? null : this.mapper.valueToTree(failed.value()), bytes ? (byte[]) failed.value() : null,
				failure(failed.cause())));
	}

	private static Failure failure(Throwable cause) {
		if (cause instanceof RemoteFailure remote) {
			return new Failure(remote.type(), remote.message(), remote.stackTraceText());
		}
		StringWriter stackTrace = new StringWriter();
		cause.printStackTrace(new PrintWriter(stackTrace));
		return new Failure(cause.getClass().getName(), cause.getMessage(), stackTrace.toString());
	}

	@Override
	public FailedValue decode(byte[] bytes) {
		Written written = this.mapper.readValue(bytes, Written.class);
		Object value = (written.bytes() != null) ? written.bytes() : written.value();
		if (value == null) {
			throw new IllegalArgumentException("The dead letter holds neither a value nor bytes");
		}
		Failure failure = written.failure();
		return new FailedValue(written.listener(), written.channel(), value,
				new RemoteFailure(failure.type(), failure.message(), failure.stackTrace()), written.attempts());
	}

	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Written(String listener, String channel, int attempts, @Nullable JsonNode value,
			byte @Nullable [] bytes, Failure failure) {

	}

	private record Failure(String type, @Nullable String message, String stackTrace) {

	}

}
