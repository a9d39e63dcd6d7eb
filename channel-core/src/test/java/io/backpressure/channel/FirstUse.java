package io.backpressure.channel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * Program whose first use of a part of the JDK is within calls of a channel on an almost
 * exhausted stack. The program fails if that part cannot be used afterwards.
 */
public final class FirstUse {

	private FirstUse() {
	}

	public static void main(String[] args) throws Exception {
		Part part = Part.valueOf(args[0]);
		BackpressureChannel<Integer> channel = part.channel();
		Thread thread = new Thread(null, () -> sendAtEachDepth(channel), "deep", 256 * 1024);
		thread.start();
		thread.join();
		part.use();
		System.exit(0);
	}

	/** Use up the stack, then send a value at each depth on the way back. */
	private static void sendAtEachDepth(BackpressureChannel<Integer> channel) {
		try {
			sendAtEachDepth(channel);
		}
		catch (StackOverflowError ex) {
			// the stack is exhausted: begin to return
		}
		try {
			channel.trySend(1);
		}
		catch (StackOverflowError ex) {
			// no value was moved
		}
	}

	/** Part of the JDK that calls of a channel may use. */
	enum Part {

		/** The common pool, which serves asynchronous calls. */
		COMMON_POOL {

			@Override
			BackpressureChannel<Integer> channel() {
				BackpressureChannel<Integer> channel = BackpressureChannel.create(3);
				for (int call = 0; call < 1000; call++) {
					channel.receiveAsync();
				}
				return channel;
			}

			@Override
			void use() throws Exception {
				ForkJoinPool.commonPool().submit(() -> {
				}).get(60, TimeUnit.SECONDS);
			}

		},

		/** The logging system, which receives the exceptions of callbacks. */
		LOG {

			@Override
			BackpressureChannel<Integer> channel() {
				BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
					.bufferSize(1)
					.strategy(BackpressureStrategy.DROP)
					.onDrop((value) -> {
						throw new UnsupportedOperationException();
					})
					.build();
				channel.trySend(0);
				return channel;
			}

			@Override
			void use() {
				System.getLogger("test").log(System.Logger.Level.ERROR, "usable");
			}

		};

		abstract BackpressureChannel<Integer> channel();

		abstract void use() throws Exception;

	}

}
