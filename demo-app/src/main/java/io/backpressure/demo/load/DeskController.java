package io.backpressure.demo.load;

import java.time.Duration;

import io.backpressure.demo.standins.SimulatedWork;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoint for the controls that {@code desk.js} adds to the console. They set the load
 * and the speed of the consumers, so that the effect of each strategy can be seen.
 */
@RestController
@RequestMapping("/desk")
class DeskController {

	private final SteadyLoad load;

	private final SimulatedWork work;

	DeskController(SteadyLoad load, SimulatedWork work) {
		this.load = load;
		this.work = work;
	}

	@GetMapping
	Controls controls() {
		return new Controls(this.load.sendsPerSecond(), this.work.workTime().toMillis());
	}

	@PutMapping
	Controls set(@Valid @RequestBody Controls controls) {
		this.load.sendsPerSecond(controls.sendsPerSecond());
		this.work.workTime(Duration.ofMillis(controls.workTimeMillis()));
		return controls();
	}

	/**
	 * Values of the controls.
	 *
	 * @param sendsPerSecond sends per second to one channel of each strategy;
	 * {@code null} for the light load
	 * @param workTimeMillis the duration of a step of work in milliseconds
	 */
	record Controls(@Nullable @Min(0) @Max(10_000) Integer sendsPerSecond, @Min(0) @Max(10_000) long workTimeMillis) {

	}

}
