package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Types of values as written in the properties.
 */
class ElementTypeTests {

	private static final String HERE = ElementTypeTests.class.getName();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					java.lang.String                                       | java.lang.String
					java.util.List                                         | java.util.List
					long                                                   | java.lang.Long
					byte[]                                                 | byte[]
					java.lang.String[][]                                   | java.lang.String[][]
					[B                                                     | byte[]
					[Ljava.lang.String;                                    | java.lang.String[]
					java.util.List<java.lang.String>                       | java.util.List<java.lang.String>
					java.util.List<java.lang.String>[]                     | java.util.List<java.lang.String>[]
					java.util.List<byte[]>                                 | java.util.List<byte[]>
					java.util.List<java.util.List>                         | java.util.List<java.util.List>
					' java.util.Map < java.lang.String , java.util.List< java.lang.Long > > ' | java.util.Map<java.lang.String, java.util.List<java.lang.Long>>
					""")
	void typesAreParsed(String text, String type) {
		ElementType parsed = ElementType.valueOf(text);
		assertThat(parsed.resolvableType().getType().getTypeName()).isEqualTo(type);
		assertThat(parsed).hasToString(text.strip())
			.isEqualTo(ElementType.valueOf(text.replace(" ", "")))
			.hasSameHashCodeAs(ElementType.valueOf(text.replace(" ", "")));
	}

	@Test
	void memberClassMayBeWrittenWithDotOrDollar() {
		assertThat(ElementType.valueOf(HERE + ".Envelope.Part").resolvableType().resolve())
			.isEqualTo(Envelope.Part.class);
		assertThat(ElementType.valueOf(HERE + "$Envelope.Part").resolvableType().resolve())
			.isEqualTo(Envelope.Part.class);
		assertThat(ElementType.valueOf(HERE + "$Envelope$Part").resolvableType().resolve())
			.isEqualTo(Envelope.Part.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					com.example.Nope                                  | There is no class 'com.example.Nope'
					java.util.List<com.example.Nope>                  | There is no class 'com.example.Nope'
					String                                            | There is no class 'String'
					com.example.Nope<java.lang.String>                | There is no class 'com.example.Nope'
					java.util.List<java.lang.String                   | '>' is missing at the end. Add it.
					java.util.List<java.lang.String>>                 | '>' follows 'java.util.List<java.lang.String>', which is a complete type. Remove the text after the type.
					java.util.List<>                                  | A class is missing before '>'
					java.util.List<?>                                 | A wildcard cannot be the type of a value.
					java.util.Map<java.lang.String,>                  | A class is missing before '>'
					java.lang.String[                                 | ']' is missing at the end.
					java.lang.String java.lang.Long                   | 'java.lang.Long' follows 'java.lang.String', which is a complete type
					java.util.List<int>                               | Write 'java.lang.Integer'.
					java.util.Map<java.lang.String>                   | 'java.util.Map' has 2 type parameters, but the number of type arguments is 1.
					java.lang.String<java.lang.String>                | 'java.lang.String' has no type parameters, but the number of type arguments is 1. Remove the angle brackets.
					java.util.EnumSet<java.lang.String>               | 'java.lang.String' cannot be the type argument of 'java.util.EnumSet', which requires a 'java.lang.Enum'.
					void                                              | 'void' has no values.
					java.lang.Void                                    | 'java.lang.Void' has no values.
					void[]                                            | 'void' has no values.
					java.util.List<java.lang.Void>                    | 'java.lang.Void' has no values.
					5                                                 | There is no class '5'
					<java.lang.String>                                | A class is missing before '<java.lang.String>'
					""")
	void invalidPartOfTypeIsNamed(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ElementType.valueOf(text)).withMessageContaining(message);
	}

	@Test
	void channelIsInjectedByTypeArguments() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
			.withUserConfiguration(Injected.class)
			.withPropertyValues("backpressure.channels.a.type=" + HERE + "$Envelope<java.lang.String>",
					"backpressure.channels.b.type=" + HERE + ".Envelope< java.util.List<java.lang.Long> >",
					"backpressure.channels.c.type=" + HERE + ".Envelope<java.lang.Long>[]",
					"backpressure.channels.d.type=java.util.Map<java.lang.String, java.lang.Long>",
					"backpressure.channels.e.type=byte[]", "backpressure.channels.raw.type=java.util.Optional")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Names.class)).isEqualTo(new Names(List.of("a", "b", "c", "d", "e", "raw")));
			});
	}

	@Test
	void channelWithOtherTypeArgumentsIsNotInjected() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
			.withBean(NeedsEnvelopeOfLong.class)
			.withPropertyValues("backpressure.channels.a.type=" + HERE + ".Envelope<java.lang.String>")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Envelope<java.lang.Long>"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		// the property of channel 'raw' declares the raw type Optional
		@SuppressWarnings("rawtypes")
		Names names(BackpressureChannel<Envelope<String>> strings, BackpressureChannel<Envelope<List<Long>>> lists,
				BackpressureChannel<Envelope<Long>[]> arrays, BackpressureChannel<Map<String, Long>> maps,
				BackpressureChannel<byte[]> bytes, BackpressureChannel<Optional> raw) {
			return new Names(
					List.of(strings.name(), lists.name(), arrays.name(), maps.name(), bytes.name(), raw.name()));
		}

	}

	record Names(List<String> names) {

	}

	record NeedsEnvelopeOfLong(BackpressureChannel<Envelope<Long>> channel) {

	}

	record Envelope<T>(T value) {

		record Part() {

		}

	}

}
