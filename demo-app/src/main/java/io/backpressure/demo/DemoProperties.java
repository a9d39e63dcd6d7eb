package io.backpressure.demo;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the order desk behaves.
 *
 * @param workTime Time that each step of work takes.
 * @param load Gentle load that the desk makes itself.
 */
@ConfigurationProperties("demo")
public record DemoProperties(@DefaultValue("5ms") Duration workTime, @DefaultValue Load load) {

	/**
	 * Gentle load that the desk makes itself.
	 *
	 * @param enabled Whether the desk makes load.
	 * @param interval Time between two rounds of it.
	 */
	public record Load(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration interval) {

	}

}
