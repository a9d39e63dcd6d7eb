package io.backpressure.channel;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

/**
 * Capacities to test: the smallest, powers of two, their neighbours, and one that is none
 * of these.
 */
final class Capacities {

	static final List<Integer> ALL = List.of(1, 2, 3, 7, 8, 9, 100);

	private Capacities() {
	}

	static Stream<Arguments> ofEveryBuffer() {
		return BufferKinds.all()
			.stream()
			.flatMap((buffer) -> buffer.capacities().stream().map((capacity) -> Arguments.of(buffer, capacity)));
	}

}
