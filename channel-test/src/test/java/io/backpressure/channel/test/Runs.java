package io.backpressure.channel.test;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runner of test classes for a test that checks their results.
 */
final class Runs {

	private Runs() {
	}

	/**
	 * Run test classes, and return one line for each test, and for each class that fails,
	 * in the order of their ends.
	 */
	static List<String> of(boolean parallel, Class<?>... testClasses) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Arrays.stream(testClasses).map(DiscoverySelectors::selectClass).toList())
			.configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "same_thread")
			.configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
			.build();
		List<String> lines = Collections.synchronizedList(new ArrayList<>());
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (test.isTest() || result.getThrowable().isPresent()) {
					lines.add(test.getDisplayName().replaceFirst("\\(.*\\)$", "") + ": "
							+ result.getThrowable().map(Runs::text).orElse("passed"));
				}
			}

		});
		return lines;
	}

	private static String text(Throwable thrown) {
		StringBuilder text = new StringBuilder(Messages.withoutFrames(thrown));
		for (Throwable suppressed : thrown.getSuppressed()) {
			text.append("\nsuppressed: ").append(Messages.withoutFrames(suppressed));
		}
		if (!(thrown instanceof AssertionError)) {
			thrown.printStackTrace(new PrintWriter(System.err, true));
		}
		return text.toString();
	}

}
