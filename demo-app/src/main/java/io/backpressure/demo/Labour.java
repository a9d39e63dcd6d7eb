package io.backpressure.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;

/**
 * Work that takes its time: where a real desk would call a service or a database. How
 * long it takes can be changed while the desk is open.
 */
@Component
class Labour {

	private volatile Duration workTime;

	Labour(DemoProperties properties) {
		this.workTime = properties.workTime();
	}

	void toil() throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.workTime.toNanos());
	}

	Duration workTime() {
		return this.workTime;
	}

	void workTime(Duration workTime) {
		this.workTime = workTime;
	}

}
