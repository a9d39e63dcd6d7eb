package io.backpressure.channel.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Processor time used by all processes except the given ones, from {@code /proc/stat}.
 * Without that file, the other processes count as idle.
 */
final class MachineLoad {

	/** Smallest load, in processors, that rounding to clock ticks cannot cause. */
	private static final double NOISE = 0.2;

	private static final long TICK_NANOS = 10_000_000;

	private final List<JavaProcess> own;

	private final long startNanos = System.nanoTime();

	private final long startOthers;

	MachineLoad(List<JavaProcess> own) {
		this.own = own;
		this.startOthers = others();
	}

	/** Return whether other processes were busy since this object was created. */
	boolean isNoisy() {
		long others = others() - this.startOthers;
		return others > 2 * TICK_NANOS && others > NOISE * (System.nanoTime() - this.startNanos);
	}

	private long others() {
		return busyNanos() - this.own.stream().map(JavaProcess::cpu).mapToLong(Duration::toNanos).sum();
	}

	/**
	 * Return the time that was neither idle nor waiting for a disk, including time stolen
	 * by a hypervisor.
	 */
	private static long busyNanos() {
		Path stat = Path.of("/proc/stat");
		if (!Files.isReadable(stat)) {
			return 0;
		}
		try (var lines = Files.lines(stat)) {
			long[] ticks = Arrays.stream(lines.findFirst().orElse("").split("\\s+"))
				.skip(1)
				.limit(8)
				.mapToLong(Long::parseLong)
				.toArray();
			return (Arrays.stream(ticks).sum() - ticks[3] - ticks[4]) * TICK_NANOS;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
