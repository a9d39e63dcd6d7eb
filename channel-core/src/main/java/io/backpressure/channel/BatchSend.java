package io.backpressure.channel;

import java.util.List;
import java.util.Objects;

/**
 * One call of {@link ChannelSender#trySendAll}.
 */
final class BatchSend {

	private BatchSend() {
	}

	@SuppressWarnings("unchecked") // copied from a list of T
	static <T> int send(BufferedChannel<T> channel, List<? extends T> values) {
		Object[] copy = values.toArray();
		for (Object value : copy) {
			Objects.requireNonNull(value, "values must not contain null");
		}
		if (copy.length == 0) {
			return 0;
		}
		boolean replaces = channel.strategy() == BackpressureStrategy.DROP
				|| channel.strategy() == BackpressureStrategy.DROP_OLDEST;
		return replaces ? sendEach(channel, (T[]) copy) : sendAll(channel, copy);
	}

	/*
	 * A call that throws must not leave its caller in doubt about its values. So if the
	 * call fails after it has sent values, it returns their number and throws nothing.
	 * Only an UnknownOutcomeException is thrown even then.
	 */

	private static <T> int sendEach(BufferedChannel<T> channel, T[] values) {
		int sent = 0;
		try {
			for (T value : values) {
				SendResult result = channel.trySend(value);
				if (result == SendResult.CLOSED) {
					break;
				}
				sent += (result == SendResult.SENT) ? 1 : 0;
			}
		}
		catch (Throwable ex) {
			if (sent == 0 || ex instanceof UnknownOutcomeException) {
				throw ex;
			}
		}
		return sent;
	}

	private static int sendAll(BufferedChannel<?> channel, Object[] values) {
		int sent = 0;
		try {
			int run;
			do {
				run = channel.offerRun(values, sent);
				sent += run;
			}
			while (run > 0 && sent < values.length);
			if (sent < values.length) {
				SendResult ignored = channel.reportFailure(channel.isClosed() ? SendResult.CLOSED : SendResult.FULL);
			}
		}
		catch (Throwable ex) {
			if (sent == 0 || ex instanceof UnknownOutcomeException) {
				throw ex;
			}
		}
		return sent;
	}

}
