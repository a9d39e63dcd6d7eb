package io.backpressure.channel.spring.autoconfigure.console;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.console.ConsoleFiles;
import io.backpressure.channel.spring.console.ConsoleSettings;
import io.backpressure.channel.spring.console.MissingChartsException;
import io.backpressure.channel.spring.console.ReactiveConsoleRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conditions and routes of the console.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChannelConsoleAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(ChannelAutoConfiguration.class,
			ChannelConsoleAutoConfiguration.class);

	private static final String ENABLED = "backpressure.console.enabled=true";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withUserConfiguration(Mvc.class);

	@ParameterizedTest
	@ValueSource(strings = { "", "/colours.css", "/main.js", "/config.json", "/uplot.js" })
	void consoleIsOffByDefault(String path) {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(ConsoleFiles.class);
			assertThat(mvc(context).get().uri("/backpressure" + path)).hasStatus(404);
		});
	}

	@ParameterizedTest
	@CsvSource({ "on, 200", "yes, 200", "1, 200", "off, 404", "no, 404", "0, 404" })
	void everyFormOfFlagIsUnderstood(String flag, int status) {
		this.runner.withPropertyValues("backpressure.console.enabled=" + flag)
			.run((context) -> assertThat(mvc(context).get().uri("/backpressure")).hasStatus(status));
	}

	@Test
	void consoleIsOffWithoutChannels() {
		this.runner.withPropertyValues(ENABLED, "backpressure.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleFiles.class));
	}

	@Test
	void consoleIsOffWithoutWebServer() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleFiles.class));
	}

	@Test
	void pageIsServed() {
		console((mvc) -> {
			MvcTestResult page = mvc.get().uri("/backpressure").exchange();
			assertThat(page).hasStatusOk().hasContentType("text/html;charset=UTF-8");
			assertThat(page).bodyText().startsWith("<!doctype html>");
			assertThat(mvc.get().uri("/backpressure/")).hasStatus(302).hasRedirectedUrl("../backpressure");
		});
	}

	@Test
	void everyFileOfPageIsServed() {
		console((mvc) -> {
			List<String> loaded = referencesOf(body(mvc, "/backpressure"));
			assertThat(loaded).contains("backpressure/uplot.js", "backpressure/uplot.css", "backpressure/main.js")
				.allSatisfy((path) -> assertThat(mvc.get().uri("/" + path)).hasStatusOk());
			List<String> modules = sources().map(Resource::getFilename).filter((name) -> name.endsWith(".js")).toList();
			assertThat(modules).allSatisfy((name) -> {
				String script = body(mvc, "/backpressure/" + name);
				assertThat(importsOf(script)).allSatisfy((imported) -> assertThat(modules).contains(imported));
			});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/main.js", "/config.json", "/uplot.css", "/" })
	void headIsHandledLikeGet(String path) {
		console((mvc) -> {
			MockHttpServletResponse get = mvc.get().uri("/backpressure" + path).exchange().getResponse();
			MockHttpServletResponse head = mvc.head().uri("/backpressure" + path).exchange().getResponse();
			assertThat(head.getStatus()).isEqualTo(get.getStatus()).isLessThan(400);
			assertThat(head.getContentType()).isEqualTo(get.getContentType());
			assertThat(mvc.head().uri("/backpressure/nope.js")).hasStatus(404);
		});
	}

	@Test
	void scriptsAndStylesHaveMediaTypes() {
		console((mvc) -> {
			assertThat(mvc.get().uri("/backpressure/main.js")).hasContentType("text/javascript;charset=UTF-8");
			assertThat(mvc.get().uri("/backpressure/uplot.js")).hasContentType("text/javascript;charset=UTF-8")
				.bodyText()
				.contains("uPlot");
			assertThat(mvc.get().uri("/backpressure/colours.css")).hasContentType("text/css;charset=UTF-8");
			assertThat(mvc.get().uri("/backpressure/icon.svg")).hasContentType("image/svg+xml;charset=UTF-8");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/main.js", "/colours.css", "/uplot.js", "/config.json" })
	void contentOfOtherOriginsIsForbidden(String path) {
		console((mvc) -> assertThat(mvc.get().uri("/backpressure" + path)).headers()
			.hasValue("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
			.hasValue("X-Content-Type-Options", "nosniff")
			.hasValue("Referrer-Policy", "no-referrer"));
	}

	@Test
	void unchangedFileIsNotSentAgain() {
		console((mvc) -> {
			MockHttpServletResponse first = mvc.get().uri("/backpressure/main.js").exchange().getResponse();
			assertThat(first.getHeader("Cache-Control")).isEqualTo("no-cache");
			MvcTestResult second = mvc.get()
				.uri("/backpressure/main.js")
				.header("If-None-Match", first.getHeader("ETag"))
				.exchange();
			assertThat(second).hasStatus(304).bodyText().isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ConsoleFiles.class", "/nope.js", "/..%2Fcolours.css", "/package-info.class" })
	void otherFilesAreNotServed(String path) {
		console((mvc) -> assertThat(mvc.get().uri(URI.create("/backpressure" + path))).hasStatus(404));
	}

	@Test
	void pageReceivesPathOfEndpoint() {
		console((mvc) -> {
			MvcTestResult config = mvc.get().uri("/backpressure/config.json").exchange();
			assertThat(config).hasContentType("application/json").headers().hasValue("Cache-Control", "no-store");
			assertThat(config).bodyJson()
				.isStrictlyEqualTo(
						"{'application':null,'endpoint':'/actuator/backpressure','extension':null,'reason':null}"
							.replace('\'', '"'));
		});
	}

	@Test
	void pathsAreRelativeToApplication() {
		console((mvc) -> assertThat(mvc.get().uri("/shop/backpressure/config.json").contextPath("/shop")).bodyText()
			.contains("\"endpoint\":\"/actuator/backpressure\"", "\"extension\":\"/desk.js\""),
				"backpressure.console.extension=/desk.js");
	}

	@Test
	void endpointFollowsBasePathAndMapping() {
		assertThat(config("management.endpoints.web.base-path=/manage/").get("endpoint").asString())
			.isEqualTo("/manage/backpressure");
		assertThat(config("management.endpoints.web.path-mapping.backpressure=channels").get("endpoint").asString())
			.isEqualTo("/actuator/channels");
		assertThat(config("management.endpoints.web.base-path=/",
				"management.endpoints.web.path-mapping.backpressure=/channels")
			.get("endpoint")
			.asString()).isEqualTo("/channels");
	}

	@Test
	void applicationNameIsEscapedInJson() {
		String name = "my \"desk\" \\ \u00fc";
		this.runner.withPropertyValues(ENABLED)
			.withInitializer(
					(context) -> context.getEnvironment().getSystemProperties().put("spring.application.name", name))
			.run((context) -> {
				String json = body(mvc(context), "/backpressure/config.json");
				assertThat(JsonMapper.shared().readTree(json).get("application").asString()).isEqualTo(name);
			});
		System.clearProperty("spring.application.name");
	}

	@ParameterizedTest
	@MethodSource
	void unreachableEndpointIsReportedAtStartAndOnPage(String properties, String reason, CapturedOutput output) {
		JsonNode config = config(properties.split(","));
		assertThat(config.get("endpoint").isNull()).isTrue();
		assertThat(config.get("reason").asString()).contains(reason);
		assertThat(output).contains("The console at /backpressure will show no channels.").contains(reason);
	}

	static Stream<Arguments> unreachableEndpointIsReportedAtStartAndOnPage() {
		return Stream.of(Arguments.of("server.port=8080,management.server.port=8081", "Remove management.server.port"),
				Arguments.of("management.server.port=-1", "Endpoints are disabled"),
				Arguments.of("management.endpoints.web.base-path=/",
						"Set management.endpoints.web.base-path or management.endpoints.web.path-mapping.backpressure"));
	}

	@Test
	void endpointOnSameManagementPortIsReachable(CapturedOutput output) {
		assertThat(config("server.port=8080", "management.server.port=8080").get("endpoint").asString())
			.isEqualTo("/actuator/backpressure");
		assertThat(output).doesNotContain("will show no channels");
	}

	@Test
	void missingActuatorIsReportedWithRemedy() {
		this.runner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context.getBean(ConsoleSettings.class).reason())
				.contains("Add org.springframework.boot:spring-boot-starter-actuator"));
	}

	@Test
	void missingConsoleArtifactFailsStartupAndIsNamed() {
		withoutTheArtifact().withPropertyValues(ENABLED).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new MissingConsoleFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("backpressure.console.enabled");
			assertThat(analysis.getAction()).contains("io.backpressure:channel-console");
		});
	}

	@Test
	void missingConsoleArtifactIsIgnoredWhileConsoleIsOff() {
		withoutTheArtifact().run((context) -> assertThat(context).hasNotFailed());
		withoutTheArtifact().withPropertyValues(ENABLED, "backpressure.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader(ConsoleFiles.class.getPackageName()))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void missingChartsFailStartupAndAreNamed() {
		this.runner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(FilteredClassLoader.PackageFilter.of("none"),
					(name) -> name.startsWith("META-INF/resources/webjars/uplot")))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(MissingChartsException.class);
				FailureAnalysis analysis = new MissingChartsFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("uPlot");
				assertThat(analysis.getAction()).contains("org.webjars.npm:uplot");
			});
	}

	@Test
	void reactiveServerServesConsole() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ENABLED, "spring.application.name=desk")
			.run((context) -> {
				WebTestClient client = WebTestClient
					.bindToRouterFunction(ReactiveConsoleRoutes.of(context.getBean(ConsoleFiles.class),
							context.getBean(ConsoleSettings.class)))
					.build();
				assertThat(context).hasBean("channelConsoleRoutes");
				String etag = client.get()
					.uri("/backpressure")
					.exchange()
					.expectStatus()
					.isOk()
					.expectHeader()
					.contentType("text/html;charset=UTF-8")
					.expectHeader()
					.exists("Content-Security-Policy")
					.returnResult(String.class)
					.getResponseHeaders()
					.getETag();
				client.get()
					.uri("/backpressure")
					.header("If-None-Match", etag)
					.exchange()
					.expectStatus()
					.isNotModified();
				client.get().uri("/backpressure/").exchange().expectHeader().location("../backpressure");
				client.get().uri("/backpressure/uplot.js").exchange().expectStatus().isOk();
				client.head().uri("/backpressure").exchange().expectStatus().isOk();
				client.get().uri("/backpressure/nope.js").exchange().expectStatus().isNotFound();
				client.get()
					.uri("/backpressure/config.json")
					.exchange()
					.expectBody()
					.jsonPath("$.endpoint")
					.isEqualTo("/actuator/backpressure")
					.jsonPath("$.application")
					.isEqualTo("desk");
			});
	}

	@Test
	void nativeImageContainsFiles() {
		RuntimeHints hints = new RuntimeHints();
		new ChannelConsoleAutoConfiguration.Hints().registerHints(hints, getClass().getClassLoader());
		assertThat(List.of("io/backpressure/channel/spring/console/main.js",
				"META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js"))
			.allSatisfy((path) -> assertThat(RuntimeHintsPredicates.resource().forResource(path)).accepts(hints));
	}

	private void console(Consumer<MockMvcTester> test, String... properties) {
		this.runner.withPropertyValues(ENABLED)
			.withPropertyValues(properties)
			.run((context) -> test.accept(mvc(context)));
	}

	private WebApplicationContextRunner withoutTheArtifact() {
		return this.runner.withClassLoader(new FilteredClassLoader(ConsoleFiles.class.getPackageName()));
	}

	private JsonNode config(String... properties) {
		JsonNode[] config = new JsonNode[1];
		console((mvc) -> config[0] = JsonMapper.shared().readTree(body(mvc, "/backpressure/config.json")), properties);
		return config[0];
	}

	private static MockMvcTester mvc(WebApplicationContext context) {
		return MockMvcTester.from(context);
	}

	private static String body(MockMvcTester mvc, String path) {
		return new String(mvc.get().uri(path).exchange().getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static List<String> referencesOf(String html) {
		return matches("(?:href|src)=\"([^#\"][^\"]*)\"", html);
	}

	private static List<String> importsOf(String script) {
		return matches("from \"\\./([^\"]+)\"", script);
	}

	private static List<String> matches(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		return matcher.results().map((result) -> result.group(1)).toList();
	}

	private static Stream<Resource> sources() {
		try {
			return Arrays
				.stream(new PathMatchingResourcePatternResolver()
					.getResources("classpath:io/backpressure/channel/spring/console/*.*"))
				.filter((file) -> !file.getFilename().endsWith(".class"));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class Mvc {

	}

}
