package io.backpressure.demo;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the order desk.
 *
 * @param workTime Time that each step of work takes.
 * @param load Light load that the desk generates.
 */
@ConfigurationProperties("demo")
public record DemoProperties(@DefaultValue("5ms") Duration workTime, @DefaultValue Load load) {

	/**
	 * Light load that the desk generates.
	 *
	 * @param enabled Whether to generate load.
	 * @param interval Time between two rounds of load.
	 */
	public record Load(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration interval) {

	}

}
