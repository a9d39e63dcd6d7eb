package io.backpressure.channel.benchmarks.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Handoff through a buffered channel of Jox. The classes of Jox need Java 21, but this
 * module is compiled for Java 17. So this class calls them through method handles. The
 * handles cost nothing, since they are constants for the JIT compiler.
 */
final class JoxHandoff implements Handoff {

	private static final MethodHandle NEW;

	private static final MethodHandle SEND;

	private static final MethodHandle RECEIVE;

	static {
		try {
			Class<?> type = Class.forName("com.softwaremill.jox.Channel");
			MethodHandles.Lookup lookup = MethodHandles.publicLookup();
			NEW = lookup.findStatic(type, "newBufferedChannel", MethodType.methodType(type, int.class))
				.asType(MethodType.methodType(Object.class, int.class));
			SEND = lookup.findVirtual(type, "send", MethodType.methodType(void.class, Object.class))
				.asType(MethodType.methodType(void.class, Object.class, Integer.class));
			RECEIVE = lookup.findVirtual(type, "receive", MethodType.methodType(Object.class))
				.asType(MethodType.methodType(Integer.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object channel;

	JoxHandoff(int capacity) {
		try {
			this.channel = (Object) NEW.invokeExact(capacity);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		try {
			SEND.invokeExact(this.channel, value);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	@Override
	public Integer take() throws InterruptedException {
		try {
			return (Integer) RECEIVE.invokeExact(this.channel);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	private static IllegalStateException rethrow(Throwable ex) throws InterruptedException {
		if (ex instanceof InterruptedException interrupted) {
			throw interrupted;
		}
		return new IllegalStateException(ex);
	}

}
