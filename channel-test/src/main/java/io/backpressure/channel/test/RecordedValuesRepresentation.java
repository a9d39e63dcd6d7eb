package io.backpressure.channel.test;

import java.util.function.Function;

import org.assertj.core.presentation.Representation;
import org.assertj.core.presentation.StandardRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Representation of {@link RecordedValues} that names the channel or listener of the
 * values. AssertJ finds this class as a service, and so uses it in each assertion on such
 * a list.
 *
 * @since 0.1.0
 */
public final class RecordedValuesRepresentation implements Representation {

	/** Create the representation. */
	public RecordedValuesRepresentation() {
	}

	/**
	 * Return the description and the values.
	 * @return the text; {@code null} for any other object, which is left to other
	 * representations
	 */
	@Override
	public @Nullable String toStringOf(Object object) {
		return describe(object, StandardRepresentation.STANDARD_REPRESENTATION::toStringOf);
	}

	@Override
	public @Nullable String unambiguousToStringOf(Object object) {
		return describe(object, StandardRepresentation.STANDARD_REPRESENTATION::unambiguousToStringOf);
	}

	private static @Nullable String describe(Object object, Function<Object, String> format) {
		return (object instanceof RecordedValues<?> recorded)
				? recorded.description() + ": " + format.apply(recorded.values()) : null;
	}

}
