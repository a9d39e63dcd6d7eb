package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.ChannelRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * Attachments, from the creation of a channel to the end of its context.
 */
class ChannelAttachmentTests {

	private static final List<String> CALLS = new CopyOnWriteArrayList<>();

	private static final BackpressureChannel<Object> LONG_LIVED = BackpressureChannel.builder()
		.name("long")
		.bufferSize(1)
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withBean("one", Recorder.class, () -> new Recorder(1))
		.withBean("two", Recorder.class, () -> new Recorder(2));

	@BeforeEach
	void forgetCalls() {
		CALLS.clear();
		Recorder.failing = 0;
	}

	@Test
	void closeDetachesOnceInReverseOrder() {
		this.runner.run((context) -> {
			BackpressureChannel<Object> late = create(context.getBean(ChannelRegistry.class));
			late.close();
			late.close();
			context.close();
			assertThat(CALLS).containsExactly("attach 1 to late", "attach 2 to late", "detach 2 from late",
					"detach 1 from late");
		});
	}

	@Test
	void contextEndDetachesChannelsThatStayOpen() {
		this.runner
			.withBean(BackpressureChannel.class, () -> LONG_LIVED, (definition) -> definition.setDestroyMethodName(""))
			.run((context) -> {
				create(context.getBean(ChannelRegistry.class));
				context.close();
				assertThat(CALLS).contains("detach 2 from long", "detach 1 from long", "detach 1 from late").hasSize(8);
				assertThat(LONG_LIVED.isClosed()).isFalse();
			});
	}

	@Test
	void failedAttachmentLeavesNothingBehind() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			Recorder.failing = 2;
			assertThatIllegalStateException().isThrownBy(() -> create(registry)).withMessage("on purpose");
			assertThat(registry.find("late")).isEmpty();
			assertThat(CALLS).containsExactly("attach 1 to late", "detach 2 from late", "detach 1 from late");
			Recorder.failing = 0;
			assertThat(create(registry).isClosed()).isFalse();
			assertThat(registry.names()).containsExactly("late");
		});
	}

	@Test
	void failedDetachmentDoesNotKeepOthersAttached() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			BackpressureChannel<Object> late = create(registry);
			Recorder.failing = 2;
			late.close();
			assertThat(CALLS).last().isEqualTo("detach 1 from late");
			assertThat(registry.names()).isEmpty();
		});
	}

	@Test
	void closedContextCreatesNoChannel() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			ConfigurableListableBeanFactory beans = context.getSourceApplicationContext().getBeanFactory();
			context.close();
			assertThatRuntimeException().isThrownBy(() -> create(registry))
				.withMessageContaining("'late'")
				.withMessageContaining("is closed");
			assertThat(CALLS).filteredOn((call) -> call.startsWith("attach"))
				.hasSameSizeAs(CALLS.stream().filter((call) -> call.startsWith("detach")).toList());
			assertThat(beans.getBeanNamesForType(ChannelAttachment.class, true, false)).isNotEmpty()
				.noneMatch(beans::containsSingleton);
		});
	}

	private static BackpressureChannel<Object> create(ChannelRegistry registry) {
		return registry.create("late", Object.class, (builder) -> builder.bufferSize(1));
	}

	static class Recorder implements ChannelAttachment, Ordered {

		private static int failing;

		private final int number;

		Recorder(int number) {
			this.number = number;
		}

		@Override
		public void attach(BackpressureChannel<?> channel) {
			fail();
			CALLS.add("attach " + this.number + " to " + channel.name());
		}

		@Override
		public void detach(BackpressureChannel<?> channel) {
			CALLS.add("detach " + this.number + " from " + channel.name());
			fail();
		}

		private void fail() {
			if (failing == this.number) {
				throw new IllegalStateException("on purpose");
			}
		}

		@Override
		public int getOrder() {
			return this.number;
		}

	}

}
