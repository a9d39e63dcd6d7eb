package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.redis.RedisTransportException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for channels that could not be opened on Redis.
 */
class RedisTransportFailureAnalyzer extends AbstractFailureAnalyzer<RedisTransportException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RedisTransportException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
