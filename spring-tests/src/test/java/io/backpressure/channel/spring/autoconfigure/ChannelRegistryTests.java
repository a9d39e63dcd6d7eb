package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.NoSuchChannelException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Lookup of channels, and their creation in code.
 */
class ChannelRegistryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=" + Order.class.getName());

	@Test
	void declaredDefinedAndCreatedChannelsAreFoundByName() {
		this.runner.withUserConfiguration(OwnChannel.class).run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			BackpressureChannel<String> late = registry.create("late", String.class, (builder) -> {
			});
			assertThat(registry.names()).containsExactly("late", "mine", "orders");
			assertThat(registry.get("orders")).isSameAs(context.getBean("orders"));
			assertThat(registry.get("orders", Order.class)).isSameAs(context.getBean("orders"));
			assertThat(registry.get("mine", Integer.class)).isSameAs(context.getBean("own"));
			assertThat(registry.find("late")).containsSame(late);
			assertThat(registry.get("late", String.class)).isSameAs(late);
		});
	}

	@Test
	void unknownNameIsReportedWithKnownNames() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			assertThat(registry.find("order")).isEmpty();
			assertThatExceptionOfType(NoSuchChannelException.class).isThrownBy(() -> registry.get("order"))
				.withMessageContaining("'order'")
				.withMessageContaining("[orders]")
				.withMessageContaining("backpressure.channels.order")
				.satisfies((ex) -> assertThat(ex.channelName()).isEqualTo("order"));
		});
	}

	@Test
	void lookupWithOtherElementTypeIsRejected() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(ChannelRegistry.class).get("orders", String.class))
			.withMessageContaining(Order.class.getName())
			.withMessageContaining("java.lang.String")
			.withMessageContaining("backpressure.channels.orders.type"));
	}

	@Test
	void closingAChannelFreesItsName() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			BackpressureChannel<String> first = registry.create("late", String.class, (builder) -> {
			});
			assertThatIllegalArgumentException().isThrownBy(() -> registry.create("late", String.class, (builder) -> {
			})).withMessageContaining("two channels named 'late'");
			assertThat(first.isClosed()).isFalse();
			first.close();
			assertThat(registry.names()).containsExactly("orders");
			assertThat(registry.create("late", String.class, (builder) -> builder.bufferSize(2)).capacity())
				.isEqualTo(2);
		});
	}

	@Test
	void twoChannelBeansWithSameNameFailStartup() {
		this.runner.withUserConfiguration(SameName.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("two channels named 'orders'"));
	}

	@Test
	void createdChannelMayHaveNameReservedForSpringBeans() {
		this.runner.run((context) -> {
			Object environment = context.getBean("environment");
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			assertThat(registry.create("environment", String.class, (builder) -> {
			})).isSameAs(registry.get("environment"));
			assertThat(context.getBean("environment")).isSameAs(environment);
		});
	}

	@Test
	void namesOfCreatedChannelsFollowRulesOfDeclaredNames() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			for (String name : List.of("a/b", "a\nb", "Tenant", "1", "-", "", " ", "eu.orders", "a".repeat(5000))) {
				assertThatIllegalArgumentException().as(name)
					.isThrownBy(() -> registry.create(name, String.class, (builder) -> {
					}))
					.withMessageContaining("is not a valid channel name. A name consists of lower-case letters")
					.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300).doesNotContain("\n"));
			}
			assertThatIllegalArgumentException()
				.isThrownBy(() -> registry.create("euOrders", String.class, (builder) -> {
				}))
				.withMessageEndingWith("Use 'eu-orders'.");
			assertThat(registry.names()).containsExactly("orders");
		});
	}

	@Test
	@SuppressWarnings("NullAway") // null is passed on purpose
	void nullArgumentIsNamedInException() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			Consumer<ChannelBuilder<String>> settings = (builder) -> {
			};
			Map<String, ThrowingCallable> calls = Map.of("name", () -> registry.create(null, String.class, settings),
					"elementType", () -> registry.create("late", null, settings), "settings",
					() -> registry.create("late", String.class, null), "channel",
					() -> registry.add(null, ResolvableType.NONE));
			calls.forEach((argument, call) -> assertThatNullPointerException().isThrownBy(call)
				.withMessage(argument + " must not be null"));
			List<ThrowingCallable> lookups = List.of(() -> registry.find(null), () -> registry.get(null),
					() -> registry.get(null, String.class), () -> registry.elementType(null));
			lookups.forEach(
					(call) -> assertThatNullPointerException().isThrownBy(call).withMessage("name must not be null"));
			assertThatNullPointerException().isThrownBy(() -> registry.get("orders", null))
				.withMessage("elementType must not be null");
		});
	}

	@Test
	void takenNameIsReportedToTheCaller() {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		new ApplicationContextRunner().withUserConfiguration(CreatesEarly.class)
			.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
			.withBean(AtomicReference.class, () -> thrown)
			.withPropertyValues("backpressure.channels.orders.type=" + Order.class.getName())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(thrown.get()).isInstanceOf(IllegalArgumentException.class)
					.hasMessageContaining("two channels named 'orders'");
				assertThat(context.getBean("orders", BackpressureChannel.class).isClosed()).isFalse();
			});
	}

	@Test
	void failedAttachmentReleasesTheName() {
		List<BackpressureChannel<?>> attached = new ArrayList<>();
		List<BackpressureChannel<?>> rejected = new ArrayList<>();
		this.runner.withBean("first", ChannelAttachment.class, () -> attached::add)
			.withBean("second", ChannelAttachment.class, () -> (channel) -> {
				if (channel.name().equals("tenant") && rejected.isEmpty()) {
					rejected.add(channel);
					throw new IllegalStateException("not now");
				}
			})
			.run((context) -> {
				ChannelRegistry registry = context.getBean(ChannelRegistry.class);
				assertThatIllegalStateException()
					.isThrownBy(() -> registry.create("tenant", String.class, (builder) -> {
					}))
					.withMessage("not now");
				assertThat(registry.names()).containsExactly("orders");
				assertThat(rejected).singleElement().satisfies((channel) -> assertThat(channel.isClosed()).isTrue());
				BackpressureChannel<String> second = registry.create("tenant", String.class, (builder) -> {
				});
				assertThat(registry.find("tenant")).containsSame(second);
				second.close();
				assertThat(registry.names()).containsExactly("orders");
			});
	}

	@Test
	void failedAttachmentClosesTheChannelBean() {
		List<BackpressureChannel<?>> rejected = new ArrayList<>();
		this.runner.withBean(ChannelAttachment.class, () -> (channel) -> {
			rejected.add(channel);
			throw new IllegalStateException("not now");
		}).run((context) -> {
			assertThat(context).getFailure().hasStackTraceContaining("not now");
			assertThat(rejected).singleElement().satisfies((channel) -> assertThat(channel.isClosed()).isTrue());
		});
	}

	@Test
	void registryCanBeInjectedLazily() {
		this.runner.withBean(LazyUser.class)
			.run((context) -> assertThat(context.getBean(LazyUser.class).channels.names()).containsExactly("orders"));
	}

	@Configuration(proxyBeanMethods = false)
	static class CreatesEarly {

		CreatesEarly(ChannelRegistry registry, AtomicReference<Throwable> thrown) {
			try {
				registry.create("orders", Integer.class, (builder) -> {
				});
			}
			catch (IllegalArgumentException ex) {
				thrown.set(ex);
			}
		}

	}

	static class LazyUser {

		final ChannelRegistry channels;

		LazyUser(@Lazy ChannelRegistry channels) {
			this.channels = channels;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannel {

		@Bean
		BackpressureChannel<Integer> own() {
			return BackpressureChannel.<Integer>builder().name("mine").bufferSize(4).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameName {

		@Bean
		BackpressureChannel<Integer> own() {
			return BackpressureChannel.<Integer>builder().name("orders").bufferSize(4).build();
		}

	}

}
