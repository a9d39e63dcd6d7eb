package io.backpressure.channel.fault;

import java.util.concurrent.Callable;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.SendResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Round of calls that are so frequent that they try to start the thread of the activity
 * clock, while every start of a thread fails. A {@link FaultLoader} loads this class. The
 * result of a round is the number of failed starts.
 */
public final class ThreadlessRound implements Callable<Long> {

	private static final int CALLS = 20_000;

	@Override
	public Long call() {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(16);
		Faults.failStarts();
		try {
			for (int value = 0; value < CALLS; value++) {
				assertThat(channel.trySend(value)).isEqualTo(SendResult.SENT);
				assertThat(channel.tryReceive()).isEqualTo(value);
			}
		}
		finally {
			Faults.off();
		}
		ChannelStats stats = channel.stats();
		assertThat(stats.sendCount()).isEqualTo(CALLS);
		assertThat(stats.receiveCount()).isEqualTo(CALLS);
		assertThat(stats.lastSendTime()).isNotNull();
		return Faults.failedStarts();
	}

}
