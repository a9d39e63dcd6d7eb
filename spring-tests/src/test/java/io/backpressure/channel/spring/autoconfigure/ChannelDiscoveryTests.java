package io.backpressure.channel.spring.autoconfigure;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelFullException;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.ChannelRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Discovery of channel beans, whenever and however their instances are created.
 */
class ChannelDiscoveryTests {

	private final Attached attached = new Attached();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withBean(ChannelAttachment.class, () -> this.attached)
		.withPropertyValues("backpressure.channels.orders.type=" + Order.class.getName());

	@Test
	void constructorFindsDeclaredChannel() {
		new ApplicationContextRunner().withBean(LooksUp.class)
			.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
			.withPropertyValues("backpressure.channels.orders.type=" + Order.class.getName())
			.run((context) -> assertThat(context.getBean(LooksUp.class).orders).isSameAs(context.getBean("orders")));
	}

	@Test
	void lazyChannelIsFoundByDefinition() {
		this.runner.withUserConfiguration(LazyChannel.class).run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			assertThat(registry.names()).containsExactly("lazy", "orders");
			assertThat(this.attached.names()).containsExactly("orders");
			assertThat(registry.elementType("lazy").resolve()).isEqualTo(Integer.class);
			assertThat(registry.get("lazy", int.class)).isSameAs(context.getBean("lazy"));
			assertThat(this.attached.names()).containsExactly("orders", "lazy");
		});
	}

	@Test
	void nameSetInBuilderIsKnownBeforeBeanExists() {
		new ApplicationContextRunner().withBean(LooksUpOwnName.class)
			.withUserConfiguration(OwnName.class)
			.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
			.run((context) -> {
				ChannelRegistry registry = context.getBean(ChannelRegistry.class);
				assertThat(context.getBean(LooksUpOwnName.class).channel).isSameAs(context.getBean("bean"));
				assertThat(registry.get("bean")).isSameAs(registry.get("own-name"));
				assertThat(registry.names()).containsExactly("own-name");
				registry.get("bean").close();
				assertThat(registry.find("bean")).isEmpty();
				assertThat(registry.names()).isEmpty();
			});
	}

	@Test
	void unnamedChannelBeansAreNamedAfterTheirBeans() {
		this.runner.withUserConfiguration(Unnamed.class).run((context) -> {
			assertThat(this.attached.names()).contains("first", "second");
			assertThat(context.getBean(ChannelRegistry.class).names()).containsExactly("first", "orders", "second");
			BackpressureChannel<?> first = context.getBean("first", BackpressureChannel.class);
			assertThat(first.name()).isEqualTo("first");
			assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> fill(first))
				.satisfies((ex) -> assertThat(ex.channelName()).isEqualTo("first"));
		});
	}

	@Test
	void singletonRegisteredAsInstanceIsAttachedOnce() {
		BackpressureChannel<Integer> early = BackpressureChannel.create(1);
		this.runner.withInitializer((context) -> context.getBeanFactory().registerSingleton("early", early))
			.run((context) -> {
				ChannelRegistry registry = context.getBean(ChannelRegistry.class);
				assertThat(registry.get("early")).isSameAs(early);
				assertThat(this.attached.names()).containsExactlyInAnyOrder("early", "orders");
				BackpressureChannel<Integer> late = BackpressureChannel.create(1);
				((ConfigurableBeanFactory) context.getBeanFactory()).registerSingleton("late", late);
				assertThat(registry.names()).containsExactly("early", "late", "orders");
				assertThat(registry.get("late")).isSameAs(late);
				assertThat(registry.get("late")).isSameAs(late);
				assertThat(this.attached.names()).containsExactlyInAnyOrder("early", "orders", "late");
			});
	}

	@Test
	void productOfFactoryBeanIsAttached() {
		this.runner.withUserConfiguration(Factory.class).run((context) -> {
			assertThat(this.attached.names()).containsExactlyInAnyOrder("product", "orders");
			assertThat(context.getBean(ChannelRegistry.class).get("product", Integer.class))
				.isSameAs(context.getBean("product"));
		});
	}

	@Test
	void scopedChannelIsFoundAsItsProxy() {
		this.runner.withUserConfiguration(Scoped.class).run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			assertThat(registry.names()).containsExactly("orders", "scoped");
			assertThat(registry.get("scoped", Integer.class)).isSameAs(context.getBean("scoped"));
			assertThat(registry.get("scoped").name()).isEqualTo("scoped");
			assertThat(this.attached.names()).containsExactly("orders", "scoped");
		});
	}

	@Test
	void unnamedPrototypesHaveDifferentNames() {
		this.runner.withUserConfiguration(Prototype.class).run((context) -> {
			BackpressureChannel<?> one = context.getBean("prototype", BackpressureChannel.class);
			BackpressureChannel<?> other = context.getBean("prototype", BackpressureChannel.class);
			assertThat(other.name()).isNotEqualTo(one.name());
			assertThat(this.attached.names()).containsExactly("orders", one.name(), other.name());
		});
	}

	@Test
	void channelsInitializedInBackgroundAreAttached() {
		this.runner.withUserConfiguration(Background.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.attached.names()).containsExactlyInAnyOrder("orders", "first", "second", "third");
		});
	}

	@Test
	void lazyApplicationAttachesEveryChannelAtStart() {
		this.runner.withUserConfiguration(Unnamed.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(this.attached.names()).containsExactlyInAnyOrder("orders", "first", "second"));
	}

	@Test
	void closedContextRecreatesNoChannels() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			context.close();
			assertThat(registry.find("orders")).isEmpty();
			assertThat(registry.names()).isEmpty();
			assertThat(this.attached.names()).containsExactly("orders");
		});
	}

	private static void fill(BackpressureChannel<?> channel) throws InterruptedException {
		@SuppressWarnings("unchecked")
		BackpressureChannel<Integer> integers = (BackpressureChannel<Integer>) channel;
		integers.send(1);
		integers.send(2);
	}

	/** Attachment that records the channels to which it is attached. */
	static final class Attached implements ChannelAttachment {

		private final Queue<BackpressureChannel<?>> channels = new ConcurrentLinkedQueue<>();

		@Override
		public void attach(BackpressureChannel<?> channel) {
			this.channels.add(channel);
		}

		Iterable<String> names() {
			return this.channels.stream().map(BackpressureChannel::name).toList();
		}

	}

	static class LooksUp {

		final BackpressureChannel<?> orders;

		LooksUp(ChannelRegistry channels) {
			this.orders = channels.get("orders", Order.class);
		}

	}

	static class LooksUpOwnName {

		final BackpressureChannel<?> channel;

		LooksUpOwnName(ChannelRegistry channels) {
			this.channel = channels.get("own-name");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnName {

		@Bean
		BackpressureChannel<Integer> bean() {
			return BackpressureChannel.<Integer>builder().name("own-name").bufferSize(1).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyChannel {

		@Bean
		@Lazy
		BackpressureChannel<Integer> lazy() {
			return BackpressureChannel.create(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unnamed {

		@Bean
		BackpressureChannel<Integer> first() {
			return BackpressureChannel.<Integer>builder().bufferSize(1).strategy(BackpressureStrategy.ERROR).build();
		}

		@Bean
		BackpressureChannel<Integer> second() {
			return BackpressureChannel.create(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		FactoryBean<BackpressureChannel<Integer>> product() {
			return new FactoryBean<>() {

				@Override
				public BackpressureChannel<Integer> getObject() {
					return BackpressureChannel.create(1);
				}

				@Override
				public Class<?> getObjectType() {
					return BackpressureChannel.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		static BeanFactoryPostProcessor refreshScope() {
			return (beanFactory) -> beanFactory.registerScope("refresh", new RefreshScope());
		}

		@Bean
		@Scope(value = "refresh", proxyMode = ScopedProxyMode.INTERFACES)
		BackpressureChannel<Integer> scoped() {
			return BackpressureChannel.create(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Scope("prototype")
		BackpressureChannel<Integer> prototype() {
			return BackpressureChannel.create(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Background {

		@Bean
		java.util.concurrent.Executor bootstrapExecutor() {
			return new org.springframework.core.task.SimpleAsyncTaskExecutor("bootstrap-");
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		BackpressureChannel<Integer> first() {
			return BackpressureChannel.create(1);
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		BackpressureChannel<Integer> second() {
			return BackpressureChannel.create(1);
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		BackpressureChannel<Integer> third() {
			return BackpressureChannel.create(1);
		}

	}

	/** Scope that keeps one instance of each bean. */
	static final class RefreshScope implements org.springframework.beans.factory.config.Scope {

		private final Map<String, Object> beans = new ConcurrentHashMap<>();

		@Override
		public Object get(String name, ObjectFactory<?> factory) {
			Object bean = this.beans.get(name);
			if (bean == null) {
				bean = factory.getObject();
				this.beans.put(name, bean);
			}
			return bean;
		}

		@Override
		public Object remove(String name) {
			return this.beans.remove(name);
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
		}

	}

}
