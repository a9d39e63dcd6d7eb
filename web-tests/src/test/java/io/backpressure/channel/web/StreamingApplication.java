package io.backpressure.channel.web;

import java.util.concurrent.Flow;

import io.backpressure.channel.spring.ChannelRegistry;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Application for the servlet or the reactive web stack. Its handlers return the streams
 * and futures of channels.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class StreamingApplication {

	private final ChannelRegistry channels;

	/** Subscriptions of the clients of {@link #watched}. */
	final WatchedSubscriptions subscriptions = new WatchedSubscriptions();

	StreamingApplication(ChannelRegistry channels) {
		this.channels = channels;
	}

	@GetMapping(path = "/channels/{name}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flow.Publisher<String> stream(@PathVariable String name) {
		return this.channels.get(name, String.class).publisher();
	}

	@GetMapping(path = "/watched/{name}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flow.Publisher<String> watched(@PathVariable String name) {
		return this.subscriptions.watch(this.channels.get(name, String.class).publisher());
	}

	@PostMapping("/channels/{name}")
	Mono<ResponseEntity<Void>> send(@PathVariable String name, @RequestBody String value) {
		return Mono.fromFuture(() -> this.channels.get(name, String.class).sendAsync(value))
			.map((result) -> ResponseEntity.accepted().build());
	}

	@GetMapping("/hello")
	String hello() {
		return "hello";
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletSecurity {

		@Bean
		SecurityFilterChain everythingIsAllowed(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveSecurity {

		@Bean
		SecurityWebFilterChain everythingIsAllowed(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(CsrfSpec::disable)
				.build();
		}

	}

}
