package io.backpressure.channel.benchmarks.driver;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.benchmarks.scenario.Scenario;

/**
 * Main class that compares implementations and prints tables.
 */
public final class Driver {

	private Driver() {
	}

	/**
	 * Run the comparison.
	 * @param args the options. {@code --help} lists all of them
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String... args) throws InterruptedException {
		if (Arrays.asList(args).contains("--help")) {
			System.out.print(Options.USAGE);
			return;
		}
		Options options;
		try {
			options = Options.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(Options.USAGE);
			System.exit(2);
			return;
		}
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		run(options, out, (text) -> System.err.println("# " + text), args);
	}

	static void run(Options options, PrintStream out, Consumer<String> progress, String... args)
			throws InterruptedException {
		List<Contestant> contestants = options.contestants();
		Report report = new Report(out, contestants);
		report.header(facts(options, args));
		for (Scenario scenario : options.scenarios()) {
			Comparison comparison = new Comparison(options, scenario, progress);
			List<Result> results = comparison.run(contestants);
			if (!results.isEmpty()) {
				report.scenario(scenario, results, comparison.repeated(), comparison.transfers());
			}
		}
		report.summary();
		report.notes();
	}

	private static List<String> facts(Options options, String... args) {
		String length = (options.elements() != 0) ? options.elements() + " elements"
				: "about " + options.millis() + " ms";
		return List.of(
				"Date: " + ZonedDateTime.now(ZoneId.systemDefault())
					.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx")),
				"Java: " + System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
						+ System.getProperty("java.vendor"),
				"CPU: " + Runtime.getRuntime().availableProcessors() + " x " + processor(),
				"System: " + System.getProperty("os.name") + " " + System.getProperty("os.version")
						+ ", load at the start " + firstLine("/proc/loadavg"),
				"Measured: " + options.rounds() + " interleaved rounds, each of " + length
						+ ", every implementation warmed up in a separate process",
				"Options: " + ((args.length != 0) ? "`" + String.join(" ", args) + "`" : "none"));
	}

	private static String processor() {
		try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	private static String firstLine(String path) {
		try (var lines = Files.lines(Path.of(path))) {
			return lines.findFirst().orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
