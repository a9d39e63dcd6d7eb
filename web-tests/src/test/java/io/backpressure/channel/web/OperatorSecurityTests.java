package io.backpressure.channel.web;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Documented security configuration for endpoint and console.
 */
class OperatorSecurityTests {

	private static final String ORDERS = "/actuator/backpressure/orders";

	private static final String PURGE = "{\"action\": \"purge\"}";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = RunningApplication.start(SecuredApplication.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void securityConfigurationMatchesDocumentation() throws IOException {
		String source = Files.readString(Path.of("src/test/java/io/backpressure/channel/web/OperatorSecurity.java"))
			.replace("\t", "    ");
		String documented = Files.readString(Path.of("../docs/endpoint.md"));
		assertThat(documented).contains(source.substring(source.indexOf("@Configuration")).strip());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/backpressure", "/backpressure/main.js", "/actuator/backpressure" })
	void anonymousUserIsRedirectedToLogin(String path) {
		HttpResponse<String> response = application.get(path, "Accept", "text/html");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location"))
			.hasValueSatisfying((location) -> assertThat(location).endsWith("/login"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/backpressure", "/backpressure/main.js", "/backpressure/config.json",
			"/actuator/backpressure", ORDERS })
	void viewerMayRead(String path) {
		assertThat(application.get(path, "Authorization", credentials("viewer")).statusCode()).isEqualTo(200);
	}

	@Test
	void viewerMayNotChangeAnything() {
		assertThat(purge("viewer", "token").statusCode()).isEqualTo(403);
	}

	@Test
	void operatorNeedsCsrfToken() {
		HttpResponse<String> page = application.get("/backpressure", "Authorization", credentials("operator"));
		String cookie = page.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((each) -> each.startsWith("XSRF-TOKEN="))
			.findFirst()
			.orElseThrow();
		assertThat(cookie).doesNotContainIgnoringCase("HttpOnly");
		String token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
		assertThat(purge("operator", token).statusCode()).isEqualTo(200);
		assertThat(application.post(ORDERS, PURGE, "Authorization", credentials("operator")).statusCode())
			.isEqualTo(403);
	}

	@Test
	void probesNeedNoLogin() {
		assertThat(application.get("/actuator/health").statusCode()).isEqualTo(200);
	}

	private static HttpResponse<String> purge(String user, String token) {
		return application.post(ORDERS, PURGE, "Authorization", credentials(user), "Cookie", "XSRF-TOKEN=" + token,
				"X-XSRF-TOKEN", token);
	}

	private static String credentials(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OperatorSecurity.class)
	static class SecuredApplication {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("operator", "OPERATOR"), user("viewer", "VIEWER"));
		}

		private static UserDetails user(String name, String role) {
			return User.withUsername(name).password("{noop}secret").roles(role).build();
		}

	}

}
