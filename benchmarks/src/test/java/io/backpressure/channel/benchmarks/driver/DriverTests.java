package io.backpressure.channel.benchmarks.driver;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the driver, with runs that are too short to be meaningful.
 */
@Timeout(600)
class DriverTests {

	/**
	 * Options that disable the optimizing compiler. Short runs do not benefit from it.
	 */
	private static final String[] FAST_START = { "--jvm-args", "-XX:TieredStopAtLevel=1" };

	@Test
	void printsTablePerScenarioAndSummary() throws Exception {
		String report = run("--scenarios", "pair,idle-receiver,wake-up", "--implementations", "channel,jctools",
				"--rounds", "1", "--millis", "10", "--elements", "500");
		assertThat(report).contains("## pair")
			.contains("## idle-receiver")
			.contains("## wake-up")
			.contains("| ns/element | CPU ns/element | B/element |")
			.contains("| BackpressureChannel | ")
			.contains("|  | pair | idle-receiver | wake-up |")
			.contains("- ArrayBlockingQueue: counts nothing")
			.containsPattern("A cache line took \\S+ ns from processor to processor")
			.containsPattern("\\| JCTools[^|]+\\|( [^|–]+ \\|){2} – \\|") // no wake-up
			.containsPattern("\\| \\*a cache line\\* \\|( \\S+ ns \\|){3}")
			.doesNotContain("failed")
			.doesNotContain("took too long");
	}

	@Test
	@EnabledIf("io.backpressure.channel.benchmarks.scenario.GarbageFreeScheduler#isSupported")
	void measuresVirtualThreadsOnBothSchedulers() throws Exception {
		String report = run("--scenarios", "virtual-1000x1000:128,carried-1000x1000:128", "--implementations",
				"channel", "--rounds", "1", "--millis", "10");
		assertThat(report)
			.containsPattern("## virtual-1000x1000:128\\s(.*\\s)+?\\| BackpressureChannel \\| [0-9.]+ \\|")
			.containsPattern("## carried-1000x1000:128\\s(.*\\s)+?\\| BackpressureChannel \\| [0-9.]+ \\|")
			.doesNotContain("failed")
			.doesNotContain("took too long");
	}

	@Test
	void comparesListenersWithEachOther() throws Exception {
		String report = run("--scenarios", "listener-1x1:128", "--rounds", "1", "--millis", "10", "--elements", "500");
		assertThat(report).contains("| @ChannelListener | 1.00 |")
			.contains("| ThreadPoolTaskExecutor | ")
			.contains("| Spring Integration QueueChannel and poller | ")
			.contains("| @Async | ")
			.doesNotContain("failed")
			.doesNotContain("took too long");
	}

	@Test
	void peersWithoutAsyncSelectOrBatchesAreOmitted() throws Exception {
		String report = run("--scenarios", "async,select-2,batch-pair:64", "--implementations",
				"channel,kotlin,jctools,publisher,reactor", "--rounds", "1", "--millis", "10", "--elements", "1000");
		assertThat(report).containsPattern("\\| ArrayBlockingQueue \\|( – \\|){2} [^–|]+ \\|")
			.containsPattern("\\| BackpressureChannel \\|( [^–|]+ \\|){3}")
			.containsPattern("\\| kotlinx Channel \\|( [^–|]+ \\|){2} – \\|")
			.containsPattern("\\| JCTools[^|]+\\|( – \\|){2} [^–|]+ \\|")
			.containsPattern("\\| SubmissionPublisher \\| [^–|]+ \\|( – \\|){2}")
			.containsPattern("\\| Reactor Sinks.many \\| [^–|]+ \\|( – \\|){2}")
			.doesNotContain("failed")
			.doesNotContain("took too long");
	}

	@Test
	void comparesTheChannelWithAnotherBuild() throws Exception {
		Path other = Path.of(BackpressureChannel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String report = run("--vs", other.toString(), "--scenarios", "pair", "--rounds", "1", "--millis", "10");
		assertThat(report).contains("| channel, before (--vs) | 1.00 |")
			.contains("| channel, after | ")
			.doesNotContain("| ArrayBlockingQueue |");
	}

	@Test
	void rejectsUnknownOptionsAndInvalidValues() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--scenarios", "3x3"))
			.withMessage("'3x3' is not a scenario");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds", "0"));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--fast", "1"));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds"));
	}

	@Test
	void largerNumbersHaveFewerDecimals() {
		assertThat(Report.number(12345.6)).isEqualTo("12,346");
		assertThat(Report.number(34.56)).isEqualTo("34.6");
		assertThat(Report.number(3.456)).isEqualTo("3.46");
		assertThat(Report.number(0)).isEqualTo("0");
		assertThat(Report.number(Double.NaN)).isEqualTo("–");
	}

	private static String run(String... args) throws InterruptedException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		String[] all = Stream.concat(Stream.of(FAST_START), Stream.of(args)).toArray(String[]::new);
		Driver.run(Options.parse(all), new PrintStream(out, true, StandardCharsets.UTF_8), (text) -> {
		}, all);
		return out.toString(StandardCharsets.UTF_8);
	}

}
