package io.backpressure.channel.benchmarks.driver;

import java.nio.file.Path;

import io.backpressure.channel.benchmarks.peer.Implementation;
import org.jspecify.annotations.Nullable;

/**
 * What takes part in a comparison.
 *
 * @param label its name in the tables
 * @param implementation what it is
 * @param override classes that go before those of the benchmarks, if any
 */
record Contestant(String label, Implementation implementation, @Nullable Path override) {

	static Contestant of(Implementation implementation) {
		return new Contestant(implementation.label(), implementation, null);
	}

}
