package io.backpressure.channel.concurrency.lincheck;

import io.backpressure.channel.BackpressureStrategy;

/**
 * Combinations of a strategy and a capacity, each as a channel and as a specification.
 * The model checker creates both by constructors without arguments.
 */
public final class Variants {

	private Variants() {
	}

	public static class Block1 extends ChannelOperations {

		public Block1() {
			super(BackpressureStrategy.BLOCK, 1);
		}

	}

	public static class SequentialBlock1 extends SequentialChannel {

		public SequentialBlock1() {
			super(BackpressureStrategy.BLOCK, 1);
		}

	}

	public static class Block2 extends ChannelOperations {

		public Block2() {
			super(BackpressureStrategy.BLOCK, 2);
		}

	}

	public static class SequentialBlock2 extends SequentialChannel {

		public SequentialBlock2() {
			super(BackpressureStrategy.BLOCK, 2);
		}

	}

	public static class Block3 extends ChannelOperations {

		public Block3() {
			super(BackpressureStrategy.BLOCK, 3);
		}

	}

	public static class SequentialBlock3 extends SequentialChannel {

		public SequentialBlock3() {
			super(BackpressureStrategy.BLOCK, 3);
		}

	}

	public static class Drop1 extends ChannelOperations {

		public Drop1() {
			super(BackpressureStrategy.DROP, 1);
		}

	}

	public static class SequentialDrop1 extends SequentialChannel {

		public SequentialDrop1() {
			super(BackpressureStrategy.DROP, 1);
		}

	}

	public static class Drop2 extends ChannelOperations {

		public Drop2() {
			super(BackpressureStrategy.DROP, 2);
		}

	}

	public static class SequentialDrop2 extends SequentialChannel {

		public SequentialDrop2() {
			super(BackpressureStrategy.DROP, 2);
		}

	}

	public static class DropOldest1 extends ChannelOperations {

		public DropOldest1() {
			super(BackpressureStrategy.DROP_OLDEST, 1);
		}

	}

	public static class SequentialDropOldest1 extends SequentialChannel {

		public SequentialDropOldest1() {
			super(BackpressureStrategy.DROP_OLDEST, 1);
		}

	}

	public static class DropOldest2 extends ChannelOperations {

		public DropOldest2() {
			super(BackpressureStrategy.DROP_OLDEST, 2);
		}

	}

	public static class SequentialDropOldest2 extends SequentialChannel {

		public SequentialDropOldest2() {
			super(BackpressureStrategy.DROP_OLDEST, 2);
		}

	}

	public static class DropOldest3 extends ChannelOperations {

		public DropOldest3() {
			super(BackpressureStrategy.DROP_OLDEST, 3);
		}

	}

	public static class SequentialDropOldest3 extends SequentialChannel {

		public SequentialDropOldest3() {
			super(BackpressureStrategy.DROP_OLDEST, 3);
		}

	}

	public static class Error1 extends ChannelOperations {

		public Error1() {
			super(BackpressureStrategy.ERROR, 1);
		}

	}

	public static class SequentialError1 extends SequentialChannel {

		public SequentialError1() {
			super(BackpressureStrategy.ERROR, 1);
		}

	}

}
