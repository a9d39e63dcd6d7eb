package io.backpressure.demo.load;

import java.time.Duration;

import io.backpressure.demo.standins.Labour;
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
 * The controls that the console shows above the channels, by {@code desk.js}: send more
 * than the consumers can take, or slow them down, and see what each strategy does.
 */
@RestController
@RequestMapping("/desk")
class DeskController {

	private final SteadyLoad load;

	private final Labour labour;

	DeskController(SteadyLoad load, Labour labour) {
		this.load = load;
		this.labour = labour;
	}

	@GetMapping
	Controls controls() {
		return new Controls(this.load.sendsPerSecond(), this.labour.workTime().toMillis());
	}

	@PutMapping
	Controls set(@Valid @RequestBody Controls controls) {
		this.load.sendsPerSecond(controls.sendsPerSecond());
		this.labour.workTime(Duration.ofMillis(controls.workTimeMillis()));
		return controls();
	}

	/**
	 * What can be set.
	 *
	 * @param sendsPerSecond sends per second to the channels of each strategy;
	 * {@code null} for the gentle load
	 * @param workTimeMillis how long a step of work takes
	 */
	record Controls(@Nullable @Min(0) @Max(10_000) Integer sendsPerSecond, @Min(0) @Max(10_000) long workTimeMillis) {

	}

}
