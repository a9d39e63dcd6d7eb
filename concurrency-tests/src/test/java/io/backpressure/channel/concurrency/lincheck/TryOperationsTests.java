package io.backpressure.channel.concurrency.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;

/**
 * Tests with random scenarios of three threads with two operations each, and some
 * operations before the threads start and after they end. In every explored schedule some
 * sequential order of the operations must explain the results.
 */
class TryOperationsTests {

	@Test
	void blockWithRoomForOneIsLinearizable() {
		check(Variants.Block1.class, Variants.SequentialBlock1.class);
	}

	@Test
	void blockWithRoomForTwoIsLinearizable() {
		check(Variants.Block2.class, Variants.SequentialBlock2.class);
	}

	@Test
	void blockWithRoomForThreeIsLinearizable() {
		check(Variants.Block3.class, Variants.SequentialBlock3.class);
	}

	@Test
	void dropWithRoomForOneIsLinearizable() {
		check(Variants.Drop1.class, Variants.SequentialDrop1.class);
	}

	@Test
	void dropWithRoomForTwoIsLinearizable() {
		check(Variants.Drop2.class, Variants.SequentialDrop2.class);
	}

	@Test
	void dropOldestWithRoomForOneIsLinearizable() {
		check(Variants.DropOldest1.class, Variants.SequentialDropOldest1.class);
	}

	@Test
	void dropOldestWithRoomForTwoIsLinearizable() {
		check(Variants.DropOldest2.class, Variants.SequentialDropOldest2.class);
	}

	@Test
	void dropOldestWithRoomForThreeIsLinearizable() {
		check(Variants.DropOldest3.class, Variants.SequentialDropOldest3.class);
	}

	@Test
	void errorWithRoomForOneIsLinearizable() {
		check(Variants.Error1.class, Variants.SequentialError1.class);
	}

	private static void check(Class<? extends ChannelOperations> channel,
			Class<? extends SequentialChannel> specification) {
		new ModelCheckingOptions().iterations(Scale.SCENARIOS)
			.invocationsPerIteration(Scale.INVOCATIONS)
			.threads(3)
			.actorsPerThread(2)
			.sequentialSpecification(specification)
			.check(channel);
	}

}
