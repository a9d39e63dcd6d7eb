package io.backpressure.channel.web;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths at which the page of the console finds its files and the endpoint, below any
 * prefix and on the management port.
 */
class ConsolePathsTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', nullValues = "-", textBlock = """
			; -
			/api; spring.mvc.servlet.path=/api
			/shop; server.servlet.context-path=/shop
			/shop/api; server.servlet.context-path=/shop,spring.mvc.servlet.path=/api
			; management.endpoints.web.base-path=/manage
			/api; spring.mvc.servlet.path=/api,management.endpoints.web.path-mapping.backpressure=channels
			""")
	void pageFindsFilesAndEndpointBelowAnyPath(String prefix, String properties) {
		String[] settings = (properties != null) ? properties.split(",") : new String[0];
		try (RunningApplication application = RunningApplication.start(OpenApplication.class, settings)) {
			String page = application.origin() + ((prefix != null) ? prefix : "") + "/backpressure";
			assertEverythingIsFound(application, page);
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			/backpressure, -
			/ops/backpressure, management.server.base-path=/ops
			/backpressure, management.endpoints.web.base-path=/manage
			""")
	void consoleIsServedNextToTheEndpointOnAnotherPort(String path, String property) {
		try (RunningApplication application = RunningApplication.start(OpenApplication.class,
				"management.server.port=0", (property != null) ? property : "spring.application.name=desk")) {
			assertEverythingIsFound(application, application.managementOrigin() + path);
			JsonNode config = application.json("/backpressure/config.json");
			assertThat(config.get("endpoint").isNull()).isTrue();
			assertThat(config.get("reason").asString()).contains("open " + path + " there",
					"Remove management.server.port");
		}
	}

	@Test
	void headHasNoBody() {
		try (RunningApplication application = RunningApplication.start(OpenApplication.class)) {
			HttpResponse<String> get = application.get("/backpressure");
			HttpResponse<String> head = application.send("HEAD", "/backpressure", "");
			assertThat(head.statusCode()).isEqualTo(200);
			assertThat(head.body()).isEmpty();
			assertThat(head.headers().map()).containsKeys("etag", "content-security-policy");
			assertThat(head.headers().firstValue("etag")).isEqualTo(get.headers().firstValue("etag"));
		}
	}

	@Test
	void disabledConsoleIsOffOnManagementPort() {
		try (RunningApplication application = RunningApplication.start(OpenApplication.class,
				"management.server.port=0", "backpressure.console.enabled=false")) {
			assertThat(application.get(application.managementOrigin() + "/backpressure").statusCode()).isEqualTo(404);
		}
	}

	private static void assertEverythingIsFound(RunningApplication application, String page) {
		HttpResponse<String> html = application.get(page);
		assertThat(html.statusCode()).isEqualTo(200);
		List<String> references = Pattern.compile("(?:href|src)=\"([^#\"][^\"]*)\"")
			.matcher(html.body())
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
		assertThat(references).hasSizeGreaterThan(4)
			.allSatisfy((reference) -> assertThat(status(application, page, reference)).isEqualTo(200));
		JsonNode config = JsonMapper.shared()
			.readTree(application.get(resolved(page, "backpressure/config.json")).body());
		HttpResponse<String> channels = application.get(resolved(page, "." + config.get("endpoint").asString()));
		assertThat(channels.statusCode()).isEqualTo(200);
		assertThat(channels.body()).contains("\"channels\":[");
	}

	private static int status(RunningApplication application, String page, String reference) {
		return application.get(resolved(page, reference)).statusCode();
	}

	private static String resolved(String page, String reference) {
		return URI.create(page).resolve(reference).toString();
	}

}
