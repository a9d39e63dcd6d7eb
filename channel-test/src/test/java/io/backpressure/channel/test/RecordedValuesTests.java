package io.backpressure.channel.test;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Lists of values that the probe returns, in assertions of AssertJ.
 */
@ChannelTest
@ContextConfiguration(classes = Shop.class)
class RecordedValuesTests {

	@Test
	void failedAssertionNamesTheChannel(ChannelProbe probe, BackpressureChannel<String> views) throws Exception {
		probe.fill("views", (number) -> "cup " + number);
		views.send("pot");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(probe.dropped("views")).containsExactly("pan"))
			.withMessageContaining("values dropped by channel 'views': [\"pot\"]");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(probe.sent("views")).hasSize(3))
			.withMessageContaining("values sent to channel 'views': [\"cup 0\", \"cup 1\"]");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(probe.sent("views")).isEmpty())
			.withMessageContaining("values sent to channel 'views': [\"cup 0\", \"cup 1\"]");
	}

	@Test
	void failedAssertionNamesTheListener(ChannelProbe probe, BackpressureChannel<Order> packed) throws Exception {
		probe.failNext("shipping", new IllegalStateException("no van"));
		packed.send(new Order(1));
		probe.awaitQuiet();
		List<FailedValue> failed = probe.failed("shipping");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(failed).isEmpty())
			.withMessageContaining("values that listener 'shipping' could not handle: [")
			.withMessageContaining("no van");
	}

	@Test
	void listEqualsAnyListOfItsValues(ChannelProbe probe) {
		List<String> filled = probe.fill("views", (number) -> "cup " + number);
		List<Object> sent = probe.sent("views");
		assertThat(sent).isEqualTo(filled).hasSameHashCodeAs(filled).hasToString("[cup 0, cup 1]");
		assertThat(filled).isEqualTo(sent);
	}

}
