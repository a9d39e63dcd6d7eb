package io.backpressure.channel.benchmarks.driver;

import java.nio.file.Path;

import io.backpressure.channel.benchmarks.peer.Implementation;
import org.jspecify.annotations.Nullable;

/**
 * Participant of a comparison.
 *
 * @param label the name in the tables
 * @param implementation the implementation
 * @param override jar or directory that precedes the class path of the benchmarks, if any
 */
record Contestant(String label, Implementation implementation, @Nullable Path override) {

	static Contestant of(Implementation implementation) {
		return new Contestant(implementation.label(), implementation, null);
	}

}
