package io.backpressure.channel.spring.autoconfigure.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.InvalidListenersException;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listener methods of proxied beans. They run with all advice of the proxy. A method that
 * the proxy cannot intercept fails the startup, unless the method is static: a static
 * method runs without advice.
 */
class ListenerProxyTests {

	private static final Received<Object> received = new Received<>();

	private static final Received<String> advised = new Received<>();

	@AfterEach
	void forget() {
		received.clear();
		advised.clear();
	}

	@Test
	void finalMethodOfClassProxyFailsStartup() {
		assertProblem(proxied(FinalMethod.class, true),
				"@ChannelListener of FinalMethod.on(Integer): it is final, so the "
						+ "proxy of its bean cannot intercept it: it would run on the proxy itself, whose fields are null, and "
						+ "without advice such as a transaction. Make it an overridable method of the class, or move it to a "
						+ "bean without a proxy.");
	}

	@Test
	void privateMethodOfClassProxyFailsStartup() {
		assertProblem(proxied(PrivateMethod.class, true), "PrivateMethod.on(Integer): it is private, so the proxy");
	}

	@Test
	void finalMethodOfScopedProxyFailsStartup() {
		assertProblem(ListenerContext.with("orders").withUserConfiguration(ScopedFinalMethod.class),
				"FinalMethod.on(Integer): it is final, so the proxy");
	}

	@Test
	void methodMissingInInterfaceOfProxyFailsStartup() {
		assertProblem(proxied(NotInInterface.class, false),
				"@ChannelListener of NotInInterface.on(Integer): its bean is a "
						+ "proxy of interfaces, none of which declares the method. Declare it in an interface of the bean, or "
						+ "have the class proxied (proxyTargetClass = true).");
	}

	@Test
	void packagePrivateMethodOfClassProxyIsAdvised() {
		proxied(Handler.class, true).run((context) -> assertAdvised(context, 1));
	}

	@Test
	void genericInterfaceMethodOfInterfaceProxyIsAdvised() {
		proxied(OfInterface.class, false).run((context) -> assertAdvised(context, 1));
	}

	@Test
	void methodWithoutProxyMayBeFinalOrPrivateOrStatic() {
		ListenerContext.with("orders", "second", "third")
			.withBean("final", FinalMethod.class)
			.withBean("private", PrivateMethod.class, PrivateMethod::new)
			.withBean("static", StaticMethod.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void staticMethodOfClassProxyListens() {
		proxied(StaticMethod.class, true).run((context) -> {
			send(context);
			assertThat(received.await(1)).containsExactly(1);
		});
	}

	@Test
	void recordListens() {
		ListenerContext.with("orders")
			.withBean("handler", HandlerRecord.class, () -> new HandlerRecord("x"))
			.run((context) -> {
				send(context);
				assertThat(received.await(1)).containsExactly("x1");
			});
	}

	@Test
	void enhancedConfigurationClassListens() {
		ListenerContext.with("orders").withUserConfiguration(FullConfiguration.class).run((context) -> {
			send(context);
			assertThat(received.await(1)).containsExactly(1);
		});
	}

	@Test
	void asynchronousMethodFailsStartup() {
		String problem = "it is @Async, so it returns before it has handled the value: the listener would receive "
				+ "values without limit, and count them as processed. Remove @Async: the listener already runs on "
				+ "separate threads, and its concurrency sets their number.";
		for (Class<?> type : List.of(AsyncMethod.class, AsyncClass.class, AsyncSubclass.class, MetaAsyncMethod.class,
				MetaAsyncClass.class, AsyncInterfaceMethod.class, AsyncInterface.class)) {
			assertProblem(ListenerContext.with("orders").withUserConfiguration(Asynchronous.class).withBean(type),
					problem);
		}
	}

	@Test
	void allProblemsAreReportedTogether() {
		assertProblem(proxied(FinalMethod.class, true).withBean(Undeclared.class).withBean(AsyncMethod.class),
				"FinalMethod.on(Integer): it is final", "AsyncMethod.on(Integer): it is @Async",
				"(Undeclared.on(Integer)) receives from 'oders', which is not declared");
	}

	private static void assertProblem(ApplicationContextRunner runner, String... texts) {
		runner.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(InvalidListenersException.class)
			.message()
			.contains(texts));
	}

	private static void assertAdvised(AssertableApplicationContext context, Object value) throws InterruptedException {
		assertThat(AopUtils.isAopProxy(context.getBean("proxied"))).isTrue();
		send(context);
		assertThat(received.await(1)).containsExactly(value);
		assertThat(advised.values()).containsExactly("on");
	}

	private static void send(AssertableApplicationContext context) throws InterruptedException {
		@SuppressWarnings("unchecked")
		BackpressureChannel<Integer> orders = context.getBean("orders", BackpressureChannel.class);
		orders.send(1);
	}

	private static ApplicationContextRunner proxied(Class<?> type, boolean proxyTargetClass) {
		return ListenerContext.with("orders").withBean("advice", MethodInterceptor.class, () -> (invocation) -> {
			advised.add(invocation.getMethod().getName());
			return invocation.proceed();
		}).withBean(BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("proxied");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(proxyTargetClass);
			return creator;
		}).withBean("proxied", type);
	}

	static class Handler {

		private final Consumer<Object> action = received::add;

		@ChannelListener("orders")
		void on(Integer value) {
			this.action.accept(value);
		}

	}

	static class FinalMethod {

		@ChannelListener("orders")
		final void on(Integer value) {
		}

	}

	static class PrivateMethod {

		@ChannelListener("orders")
		private void on(Integer value) {
		}

	}

	static class StaticMethod {

		@ChannelListener("orders")
		static void on(Integer value) {
			received.add(value);
		}

	}

	static class NotInInterface implements Runnable {

		@Override
		public void run() {
		}

		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

	interface Handling<T> {

		void on(T value);

	}

	static class OfInterface implements Handling<Integer> {

		@Override
		@ChannelListener("orders")
		public void on(Integer value) {
			received.add(value);
		}

	}

	record HandlerRecord(String prefix) {

		@ChannelListener("orders")
		void on(Integer value) {
			received.add(this.prefix + value);
		}

	}

	static class Undeclared {

		@ChannelListener("oders")
		void on(Integer value) {
		}

	}

	static class AsyncMethod {

		@Async
		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

	@Async
	static class AsyncClass {

		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

	static class AsyncSubclass extends AsyncClass {

	}

	@Async
	@Retention(RetentionPolicy.RUNTIME)
	@interface InBackground {

	}

	static class MetaAsyncMethod {

		@InBackground
		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

	@InBackground
	static class MetaAsyncClass {

		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

	interface BackgroundMethod {

		@Async
		void on(Integer value);

	}

	static class AsyncInterfaceMethod implements BackgroundMethod {

		@Override
		@ChannelListener("orders")
		public void on(Integer value) {
		}

	}

	@Async
	interface Background {

		void on(Integer value);

	}

	static class AsyncInterface implements Background {

		@Override
		@ChannelListener("orders")
		public void on(Integer value) {
		}

	}

	@EnableAsync
	@Configuration(proxyBeanMethods = false)
	static class Asynchronous {

	}

	@Configuration
	static class FullConfiguration {

		private final Consumer<Object> action = received::add;

		@ChannelListener("orders")
		private void on(Integer value) {
			this.action.accept(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedFinalMethod {

		@Bean
		static BeanFactoryPostProcessor threadScope() {
			return (beanFactory) -> beanFactory.registerScope("thread", new SimpleThreadScope());
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		FinalMethod handler() {
			return new FinalMethod();
		}

	}

}
