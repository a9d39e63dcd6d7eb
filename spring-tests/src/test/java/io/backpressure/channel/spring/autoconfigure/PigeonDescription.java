package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.spring.TransportDescription;
import org.jspecify.annotations.Nullable;

/**
 * Description of the transport 'pigeon', which stands for a transport of another library.
 */
class PigeonDescription implements TransportDescription {

	@Override
	public String name() {
		return "pigeon";
	}

	@Override
	public Class<? extends Record> properties() {
		return Pigeons.class;
	}

	@Override
	public @Nullable String problem(String key, Object value) {
		return (key.equals("altitude") && (Integer) value < 0) ? "The altitude must not be negative." : null;
	}

	@Override
	public Map<String, String> limits() {
		return Map.of("measure-buffer-wait", "a pigeon has no clock");
	}

	record Pigeons(Duration flightTime, @Nullable String loft, boolean ringed, int altitude,
			Map<String, Pigeon> channels) {

	}

	record Pigeon(@Nullable Integer altitude) {

	}

}
