package io.backpressure.demo.standins;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.backpressure.demo.DemoProperties;

import org.springframework.stereotype.Component;

/**
 * Simulated work in place of a call to a service or a database. The duration of the work
 * can be changed while the application runs.
 */
@Component
public class SimulatedWork {

	private volatile Duration workTime;

	SimulatedWork(DemoProperties properties) {
		this.workTime = properties.workTime();
	}

	/**
	 * Work for the duration of one step.
	 * @throws InterruptedException if interrupted while working
	 */
	public void perform() throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.workTime.toNanos());
	}

	/**
	 * Return the duration of a step.
	 * @return the duration of a step that begins now
	 */
	public Duration workTime() {
		return this.workTime;
	}

	/**
	 * Change the duration of a step.
	 * @param workTime the duration of each step that begins from now on
	 */
	public void workTime(Duration workTime) {
		this.workTime = workTime;
	}

}
