package io.backpressure.demo.standins;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.backpressure.demo.DemoProperties;

import org.springframework.stereotype.Component;

/**
 * Work that takes its time: where a real desk would call a service or a database. How
 * long it takes can be changed while the desk is open.
 */
@Component
public class Labour {

	private volatile Duration workTime;

	Labour(DemoProperties properties) {
		this.workTime = properties.workTime();
	}

	/**
	 * Work for as long as a step takes.
	 * @throws InterruptedException if interrupted at work
	 */
	public void toil() throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.workTime.toNanos());
	}

	/**
	 * Return how long a step takes.
	 * @return the time of a step that begins now
	 */
	public Duration workTime() {
		return this.workTime;
	}

	/**
	 * Change how long a step takes.
	 * @param workTime the time of each step that begins from now on
	 */
	public void workTime(Duration workTime) {
		this.workTime = workTime;
	}

}
