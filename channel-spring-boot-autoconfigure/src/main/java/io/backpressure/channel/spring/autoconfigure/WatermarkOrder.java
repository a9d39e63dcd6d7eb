package io.backpressure.channel.spring.autoconfigure;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Check that the low watermark is below the high watermark. Each of the two may be
 * inherited.
 */
final class WatermarkOrder {

	private WatermarkOrder() {
	}

	static Optional<Problem> check(Binder binder, ConfigurationProperty property) {
		try {
			return compare(binder, property);
		}
		catch (BindException ex) {
			return Optional.empty(); // reported by the check of the invalid property
		}
	}

	private static Optional<Problem> compare(Binder binder, ConfigurationProperty property) {
		ConfigurationPropertyName watermark = property.getName().getParent();
		Double high = find(binder, watermark, "high");
		Double low = find(binder, watermark, "low");
		if (high == null) {
			return Optional.of(Problem.of(property,
					"A low watermark has no effect without a high one. Add " + watermark + ".high."));
		}
		return ((low != null) ? low < high : high > 0) ? Optional.empty() : Optional.of(Problem.of(property,
				"The low watermark must be below the high one, but they are %s and %s. Lower the low one, or raise the high one."
					.formatted((low != null) ? low : 0, high)));
	}

	private static @Nullable Double find(Binder binder, ConfigurationPropertyName watermark, String key) {
		Bindable<Double> type = Bindable.of(Double.class);
		return binder.bind(watermark.append(key), type)
			.orElseGet(() -> binder.bind("backpressure.defaults.watermark." + key, type).orElse(null));
	}

}
