package io.backpressure.channel.web;

import io.backpressure.channel.spring.listener.ChannelListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Application without access restrictions.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class OpenApplication {

	@Bean
	SecurityFilterChain everythingIsAllowed(HttpSecurity http) throws Exception {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf(AbstractHttpConfigurer::disable)
			.build();
	}

	@ChannelListener(id = "pricing", channel = "orders", autoStartup = "false")
	void price(String order) {
	}

	@ChannelListener(id = "taking", channel = "t8")
	void take(String value) {
	}

}
