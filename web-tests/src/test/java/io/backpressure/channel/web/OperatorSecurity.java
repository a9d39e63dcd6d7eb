package io.backpressure.channel.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class OperatorSecurity {

	@Bean
	@Order(1)
	SecurityFilterChain operators(HttpSecurity http) throws Exception {
		return http.securityMatcher("/actuator/**", "/backpressure", "/backpressure/**", "/login", "/logout")
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/health/**")
				.permitAll()
				.requestMatchers(HttpMethod.POST, "/actuator/backpressure/*")
				.hasRole("OPERATOR")
				.anyRequest()
				.hasAnyRole("OPERATOR", "VIEWER"))
			// the console sends the token of the cookie XSRF-TOKEN
			.csrf(CsrfConfigurer::spa)
			.formLogin(Customizer.withDefaults()) // for browsers
			.httpBasic(Customizer.withDefaults()) // for scripts
			.build();
	}

}
