package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.console.ConsoleFiles;
import io.backpressure.channel.spring.console.ConsoleRoutes;
import io.backpressure.channel.spring.console.ConsoleSettings;
import io.backpressure.channel.spring.console.ReactiveConsoleRoutes;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Routes of the console in a servlet or reactive web server. The server may be that of
 * the application, or a separate one for management.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleRouteConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "channelConsoleRoutes", search = SearchStrategy.CURRENT)
		org.springframework.web.servlet.function.RouterFunction<org.springframework.web.servlet.function.ServerResponse> channelConsoleRoutes(
				ConsoleFiles files, ConsoleSettings settings) {
			return ConsoleRoutes.of(files, settings);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "channelConsoleRoutes", search = SearchStrategy.CURRENT)
		org.springframework.web.reactive.function.server.RouterFunction<org.springframework.web.reactive.function.server.ServerResponse> channelConsoleRoutes(
				ConsoleFiles files, ConsoleSettings settings) {
			return ReactiveConsoleRoutes.of(files, settings);
		}

	}

}
