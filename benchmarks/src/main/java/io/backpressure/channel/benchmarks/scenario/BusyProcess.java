package io.backpressure.channel.benchmarks.scenario;

/**
 * Process that keeps a processor busy until the parent process ends or destroys this
 * process.
 */
public final class BusyProcess {

	private BusyProcess() {
	}

	/**
	 * Run.
	 * @param args not used
	 */
	public static void main(String... args) {
		ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
		long work = 1;
		while (parent.isAlive()) {
			for (int i = 0; i < 100_000_000; i++) {
				work = work * 31 + i;
			}
		}
		System.exit((work == 0) ? 1 : 0);
	}

}
