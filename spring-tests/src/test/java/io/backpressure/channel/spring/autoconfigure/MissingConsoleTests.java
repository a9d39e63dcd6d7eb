package io.backpressure.channel.spring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An application that enables the console without its artifact, which is not on the class
 * path of these tests.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingConsoleTests {

	@Test
	void enabledConsoleWithoutArtifactFailsStartup(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(Application.class)
			.contextFactory(ApplicationContextFactory.of(GenericWebApplicationContext::new))
			.properties("spring.main.lazy-initialization=true")
			.run("--backpressure.console.enabled=true"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The console is enabled by backpressure.console.enabled, but it is not on the class path.",
				"Add io.backpressure:channel-console, or set backpressure.console.enabled to false.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
