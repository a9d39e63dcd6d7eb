package io.backpressure.channel;

import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that compare the counts and estimated total times of calls with exact ones.
 */
class CallTimesTests {

	private static final int CALLS = 100_000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 16, 256, 1024 })
	void totalsNeverDecreaseAndConverge(int burst) {
		Random random = new Random(burst);
		CallTimes times = new CallTimes();
		long values = 0;
		long calls = 0;
		long exact = 0;
		long totalBefore = 0;
		long callsBefore = 0;
		for (int call = 0; call < CALLS; call++) {
			long nanos = 40 + random.nextInt(20);
			if (call % burst == burst - 1) {
				nanos = 1_000_000; // the last call of a burst waits
				times.begin();
				values++;
				times.end(nanos);
			}
			else if (call % 50 == 7) {
				times.begin();
				times.surplus(9); // a batch that expects ten values and gets four
				values += 4;
				times.surplus(-6);
				times.end(nanos);
			}
			else {
				boolean sampled = random.nextInt(256) == 0;
				values++;
				if (sampled) {
					times.sample(nanos, values);
				}
			}
			calls++;
			exact += nanos;
			assertThat(times.calls(values)).isEqualTo(calls).isGreaterThan(callsBefore);
			assertThat(times.total(values).toNanos()).isGreaterThanOrEqualTo(totalBefore);
			callsBefore = times.calls(values);
			totalBefore = times.total(values).toNanos();
		}
		assertThat((double) totalBefore).isCloseTo(exact, Percentage.withPercentage(20));
		assertThat(times.average(values).toNanos()).isEqualTo(totalBefore / calls);
	}

}
