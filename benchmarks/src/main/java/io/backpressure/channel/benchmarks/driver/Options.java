package io.backpressure.channel.benchmarks.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.backpressure.channel.benchmarks.peer.Implementation;
import io.backpressure.channel.benchmarks.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * Options of the driver.
 */
final class Options {

	static final String USAGE = """
			java -jar benchmarks.jar [options]      compare implementations, each in a separate process
			java -jar benchmarks.jar jmh [options]  run JMH
			java -jar benchmarks.jar redis [path]   compare a channel on Redis with a list (path of redis-server)

			  --scenarios A,B        any of %s
			  --implementations A,B  any of %s
			  --rounds N             number of measurements of each implementation in most scenarios (7)
			  --millis N             approximate duration of a measurement (250)
			  --elements N           values in a measurement, instead of a duration
			  --patience SECONDS     how long a scenario may wait, and repeat rounds, while other processes are busy (0)
			  --vs PATH              compare the channel with the one in this jar or class directory
			  --jvm-args "A B"       further options for the measured processes
			  --help
			""".formatted(names(Arrays.stream(Scenario.values()).map(Scenario::label).toList()),
			names(Arrays.stream(Implementation.values()).map(Options::name).toList()));

	private final Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);

	private @Nullable Set<Implementation> implementations;

	private int rounds = 7;

	private int millis = 250;

	private int elements;

	private Duration patience = Duration.ZERO;

	private @Nullable Path vs;

	private List<String> jvmArgs = List.of();

	static Options parse(String... args) {
		Options options = new Options();
		Iterator<String> words = Arrays.asList(args).iterator();
		while (words.hasNext()) {
			String option = words.next();
			if (!words.hasNext()) {
				throw new IllegalArgumentException("'" + option + "' is unknown or lacks a value");
			}
			options.set(option, words.next());
		}
		return options;
	}

	private void set(String option, String value) {
		switch (option) {
			case "--scenarios" -> {
				this.scenarios.clear();
				split(value, ",").forEach((name) -> this.scenarios.add(scenario(name)));
			}
			case "--implementations" -> {
				Set<Implementation> chosen = EnumSet.noneOf(Implementation.class);
				split(value, ",").forEach((name) -> chosen.add(Implementation.valueOf(name.toUpperCase(Locale.ROOT))));
				this.implementations = chosen;
			}
			case "--rounds" -> {
				this.rounds = positive(option, value);
			}
			case "--millis" -> {
				this.millis = positive(option, value);
			}
			case "--elements" -> {
				this.elements = positive(option, value);
			}
			case "--patience" -> {
				this.patience = Duration.ofSeconds(positive(option, value));
			}
			case "--vs" -> {
				this.vs = existing(value);
			}
			case "--jvm-args" -> {
				this.jvmArgs = split(value, " ");
			}
			default -> throw new IllegalArgumentException("'" + option + "' is unknown");
		}
	}

	private static Scenario scenario(String name) {
		return Arrays.stream(Scenario.values())
			.filter((scenario) -> scenario.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a scenario"));
	}

	private static int positive(String option, String value) {
		int number = Integer.parseInt(value);
		if (number < 1) {
			throw new IllegalArgumentException(option + " must be at least 1, but is " + number);
		}
		return number;
	}

	private static Path existing(String value) {
		Path path = Path.of(value).toAbsolutePath();
		if (!Files.exists(path)) {
			throw new IllegalArgumentException("'" + path + "' does not exist");
		}
		return path;
	}

	private static List<String> split(String value, String separator) {
		return Arrays.stream(value.split(separator, -1)).map(String::trim).filter((part) -> !part.isEmpty()).toList();
	}

	private static String names(List<String> names) {
		return String.join(", ", names);
	}

	private static String name(Implementation implementation) {
		return implementation.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the contestants. The first one that a scenario supports is the reference in
	 * that scenario.
	 */
	List<Contestant> contestants() {
		List<Contestant> all = new ArrayList<>();
		Set<Implementation> chosen = this.implementations;
		if (this.vs != null) {
			all.add(new Contestant("channel, before (--vs)", Implementation.CHANNEL, this.vs));
			all.add(new Contestant("channel, after", Implementation.CHANNEL, null));
			if (chosen == null) {
				return all;
			}
			chosen.remove(Implementation.CHANNEL);
		}
		else {
			chosen = (chosen != null) ? chosen : EnumSet.allOf(Implementation.class);
			chosen.remove(Implementation.ABQ);
			all.add(Contestant.of(Implementation.ABQ));
		}
		chosen.forEach((implementation) -> all.add(Contestant.of(implementation)));
		return all;
	}

	Set<Scenario> scenarios() {
		return this.scenarios;
	}

	int rounds() {
		return this.rounds;
	}

	int millis() {
		return this.millis;
	}

	int elements() {
		return this.elements;
	}

	Duration patience() {
		return this.patience;
	}

	List<String> jvmArgs() {
		return this.jvmArgs;
	}

}
