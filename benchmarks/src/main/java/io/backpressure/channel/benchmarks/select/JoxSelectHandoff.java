package io.backpressure.channel.benchmarks.select;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;

import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Handoff through several channels of Jox with the {@code Select} of Jox. The classes of
 * Jox need Java 21, so this class calls them through method handles.
 */
final class JoxSelectHandoff implements Handoff {

	private static final Class<?> CLAUSE;

	private static final MethodHandle NEW;

	private static final MethodHandle NEW_CLAUSE;

	private static final MethodHandle SEND;

	private static final MethodHandle SELECT;

	static {
		try {
			Class<?> channel = Class.forName("com.softwaremill.jox.Channel");
			CLAUSE = Class.forName("com.softwaremill.jox.SelectClause");
			MethodHandles.Lookup lookup = MethodHandles.publicLookup();
			NEW = lookup.findStatic(channel, "newBufferedChannel", MethodType.methodType(channel, int.class))
				.asType(MethodType.methodType(Object.class, int.class));
			NEW_CLAUSE = lookup.findVirtual(channel, "receiveClause", MethodType.methodType(CLAUSE))
				.asType(MethodType.methodType(Object.class, Object.class));
			SEND = lookup.findVirtual(channel, "send", MethodType.methodType(void.class, Object.class))
				.asType(MethodType.methodType(void.class, Object.class, Integer.class));
			SELECT = lookup
				.findStatic(Class.forName("com.softwaremill.jox.Select"), "select",
						MethodType.methodType(Object.class, CLAUSE.arrayType()))
				.asFixedArity()
				.asType(MethodType.methodType(Integer.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object[] channels;

	/** The clauses have no state, so all selects share them. */
	private final Object[] clauses;

	private int next;

	JoxSelectHandoff(int channels, int capacity) {
		this.channels = new Object[channels];
		this.clauses = (Object[]) Array.newInstance(CLAUSE, channels);
		try {
			for (int i = 0; i < channels; i++) {
				this.channels[i] = (Object) NEW.invokeExact(capacity);
				this.clauses[i] = (Object) NEW_CLAUSE.invokeExact(this.channels[i]);
			}
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		try {
			SEND.invokeExact(this.channels[this.next], value);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
		this.next = (this.next + 1) % this.channels.length;
	}

	@Override
	public Integer take() throws InterruptedException {
		try {
			return (Integer) SELECT.invokeExact(this.clauses);
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
