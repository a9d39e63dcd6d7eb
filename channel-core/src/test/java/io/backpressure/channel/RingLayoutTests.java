package io.backpressure.channel;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the distances in memory between the fields of a channel. The JVM may reorder
 * the fields of a class, and so reduce these distances.
 */
class RingLayoutTests {

	/** Two cache lines, since processors fetch cache lines in pairs. */
	private static final long DISTANCE = 2 * 64;

	private final Map<String, Long> offsets = ClassLayout.parseClass(RingChannel.class)
		.fields()
		.stream()
		.filter(Predicate.not(RingLayoutTests::isPadding))
		.collect(Collectors.toMap(FieldLayout::name, FieldLayout::offset));

	@Test
	void indexWordsAreTwoCacheLinesApart() {
		assertThat(distance("sent", "received")).isGreaterThanOrEqualTo(DISTANCE);
	}

	@Test
	void senderFieldsShareNoCacheLineWithOthers() {
		assertThatFieldsAreAlone(List.of("sent", "room", "capacity", "resizing"));
	}

	@Test
	void receiverFieldsShareNoCacheLineWithOthers() {
		assertThatFieldsAreAlone(List.of("received", "evicted", "purged"));
	}

	private void assertThatFieldsAreAlone(List<String> fields) {
		assertThat(this.offsets.keySet()).containsAll(fields);
		for (String other : this.offsets.keySet()) {
			if (!fields.contains(other) && !other.equals("fence")) { // rarely written
				assertThat(fields).as(other).allMatch((field) -> distance(field, other) >= DISTANCE);
			}
		}
	}

	private long distance(String one, String other) {
		return Math.abs(this.offsets.get(one) - this.offsets.get(other));
	}

	private static boolean isPadding(FieldLayout field) {
		return field.name().matches("[abc][0-9]+");
	}

}
