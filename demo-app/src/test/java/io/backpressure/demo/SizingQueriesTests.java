package io.backpressure.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.backpressure.demo.docs.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Results of the queries in {@code docs/monitoring.md} from which a buffer is sized.
 */
class SizingQueriesTests {

	/**
	 * Instance {@code a} has a burst of five minutes and one of three, each with 300
	 * values a second; otherwise it sends 100 a second. Instance {@code b} sends 100 a
	 * second and has no burst. Each instance has four threads, and a call takes 20 ms.
	 */
	private static final String TESTS = """
			evaluation_interval: 1m
			tests:
			- interval: 15s
			  input_series:
			  - series: 'backpressure_channel_sent_messages_total{channel="orders", instance="a"}'
			    values: '0+1500x40 64500+4500x19 151500+1500x40 216000+4500x11 267000+1500x80'
			  - series: 'backpressure_channel_sent_messages_total{channel="orders", instance="b"}'
			    values: '0+1500x200'
			  - series: 'backpressure_listener_concurrency_configured{channel="orders", listener="pricing", instance="a"}'
			    values: '4+0x200'
			  - series: 'backpressure_listener_concurrency_configured{channel="orders", listener="pricing", instance="b"}'
			    values: '4+0x200'
			  - series: 'backpressure_listener_seconds_sum{channel="orders", listener="pricing", instance="a"}'
			    values: '0+50x200'
			  - series: 'backpressure_listener_seconds_sum{channel="orders", listener="pricing", instance="b"}'
			    values: '0+25x200'
			  - series: 'backpressure_listener_seconds_count{channel="orders", listener="pricing", instance="a"}'
			    values: '0+2500x200'
			  - series: 'backpressure_listener_seconds_count{channel="orders", listener="pricing", instance="b"}'
			    values: '0+1250x200'
			  promql_expr_test:
			""";

	@Test
	void sizingQueriesDescribeEachInstance(@TempDir Path directory) throws Exception {
		List<String> queries = Documents.code("docs/monitoring.md", "promql");
		assertThat(queries).hasSize(3);
		Path tests = Files.writeString(directory.resolve("tests.yml"), TESTS + test(queries.get(0), "", 300, 100)
				+ test(queries.get(1), ", listener=\"pricing\"", 200, 200) + test(queries.get(2), "", 300, 0));
		assertThat(Promtool.run(tests, "test", "rules", tests.toString())).contains("SUCCESS");
	}

	private static String test(String query, String label, int ofA, int ofB) {
		return """
				  - eval_time: 45m
				    expr: |
				%s    exp_samples:
				    - labels: '{channel="orders", instance="a"%s}'
				      value: %d
				    - labels: '{channel="orders", instance="b"%s}'
				      value: %d
				""".formatted(query.indent(6), label, ofA, label, ofB);
	}

}
