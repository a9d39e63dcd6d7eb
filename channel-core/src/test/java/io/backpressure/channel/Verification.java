package io.backpressure.channel;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/**
 * Adapter that runs the tests of the Reactive Streams TCK, which are written for TestNG,
 * with JUnit.
 */
final class Verification {

	/** The longest wait for a signal, long enough for a busy machine. */
	private static final long TIMEOUT_MILLIS = 20_000;

	/** The time for which a test waits for a signal that must not come. */
	private static final long NO_SIGNAL_MILLIS = 50;

	private static final long POLL_MILLIS = 10;

	/**
	 * Parts of the names of tests with a short, fixed limit for the time until an
	 * expected error or until the collection of an object. The timeouts of the
	 * environment do not change this limit, so a test that fails is repeated.
	 */
	private static final List<String> HURRIED = List.of("_spec309_", "_spec313_");

	private static final int HURRIED_ATTEMPTS = 10;

	private Verification() {
	}

	static TestEnvironment environment() {
		return new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS, POLL_MILLIS);
	}

	/**
	 * Return the tests of a verification.
	 * @param verifications creates the verification for one test
	 */
	static Stream<DynamicTest> tests(Class<?> type, Supplier<AutoCloseable> verifications) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> method.isAnnotationPresent(Test.class))
			.sorted(Comparator.comparing(Method::getName))
			.map((method) -> DynamicTest.dynamicTest(method.getName(),
					() -> run(method, verifications, attempts(method.getName()))));
	}

	private static int attempts(String test) {
		return HURRIED.stream().anyMatch(test::contains) ? HURRIED_ATTEMPTS : 1;
	}

	private static void run(Method method, Supplier<AutoCloseable> verifications, int attempts) throws Throwable {
		try {
			run(method, verifications);
		}
		catch (AssertionError ex) {
			if (attempts == 1) {
				throw ex;
			}
			run(method, verifications, attempts - 1);
		}
	}

	private static void invokeAll(Object verification, Class<? extends Annotation> annotation)
			throws ReflectiveOperationException {
		for (Method method : verification.getClass().getMethods()) {
			if (method.isAnnotationPresent(annotation)) {
				method.invoke(verification);
			}
		}
	}

	private static void run(Method method, Supplier<AutoCloseable> verifications) throws Throwable {
		try (AutoCloseable verification = verifications.get()) {
			invokeAll(verification, BeforeClass.class);
			invokeAll(verification, BeforeMethod.class);
			method.invoke(verification);
			invokeAll(verification, AfterClass.class);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof SkipException skipped) {
				throw new TestAbortedException(skipped.getMessage());
			}
			throw ex.getCause();
		}
	}

}
