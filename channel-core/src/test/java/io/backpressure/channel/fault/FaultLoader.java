package io.backpressure.channel.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Class loader that inserts calls of {@link Faults} into the classes of the channel: at
 * allocations and calls, except in static initializers. It also loads the classes of this
 * package, except {@link Faults}, but does not change them.
 */
final class FaultLoader extends ClassLoader {

	private static final String CHANNEL = "io.backpressure.channel.";

	private static final String FAULTS = Faults.class.getName().replace('.', '/');

	/** Classes whose methods can fail only for lack of stack. */
	private static final Set<String> PRIMITIVE = Set.of("java/lang/invoke/VarHandle",
			"java/util/concurrent/locks/LockSupport", "java/lang/Math", "java/util/concurrent/atomic/AtomicBoolean",
			"java/util/concurrent/atomic/AtomicInteger", "java/util/concurrent/atomic/AtomicLong",
			"java/util/concurrent/locks/ReentrantLock", "java/util/concurrent/Flow$Subscriber");

	/** Methods of other classes that can fail only for lack of stack. */
	private static final Set<String> PRIMITIVE_METHODS = Set.of("nanoTime", "currentTimeMillis", "currentThread",
			"onSpinWait", "yield", "interrupted", "interrupt", "get", "compareAndSet", "accept", "run", "apply",
			"complete", "arraycopy", "fill");

	FaultLoader() {
		super(FaultLoader.class.getClassLoader());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		boolean shared = !name.startsWith(CHANNEL) || name.equals(Faults.class.getName());
		Class<?> loaded = shared ? super.loadClass(name, resolve) : findLoadedClass(name);
		return (loaded != null) ? loaded : define(name);
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (file == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = file.readAllBytes();
			byte[] woven = name.startsWith(CHANNEL + "fault.") ? bytes : weave(bytes);
			return defineClass(name, woven, 0, woven.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	private static boolean isPrimitive(String owner, String name) {
		return PRIMITIVE.contains(owner) || PRIMITIVE_METHODS.contains(name)
				|| (owner.equals("java/util/ArrayList") && !name.equals("ensureCapacity"));
	}

	private static byte[] weave(byte[] bytes) {
		ClassReader reader = new ClassReader(bytes);
		ClassWriter writer = new ClassWriter(0);
		reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
				if (name.equals("<clinit>") || method == null) {
					return method;
				}
				return reader.getClassName().endsWith("/StackReserve") ? new Reserve(method, name) : new Points(method);
			}

		}, 0);
		return writer.toByteArray();
	}

	private abstract static class Point extends MethodVisitor {

		Point(MethodVisitor method) {
			super(Opcodes.ASM9, method);
		}

		void point(String name) {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, name, "()V", false);
		}

	}

	/** Instrumentation of the stack check. */
	private static final class Reserve extends Point {

		private final String name;

		Reserve(MethodVisitor method, String name) {
			super(method);
			this.name = name;
		}

		@Override
		public void visitCode() {
			super.visitCode();
			if (this.name.startsWith("check")) {
				point("reserve");
			}
		}

	}

	/** Instrumentation of all other code. */
	private static final class Points extends Point {

		Points(MethodVisitor method) {
			super(method);
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			super.visitTypeInsn(opcode, type);
			if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
				point("allocation"); // afterwards: stack map frames have its position
			}
		}

		@Override
		public void visitIntInsn(int opcode, int operand) {
			if (opcode == Opcodes.NEWARRAY) {
				point("allocation");
			}
			super.visitIntInsn(opcode, operand);
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			point("allocation");
			super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (name.startsWith("park") && owner.endsWith("/LockSupport")) {
				point("park");
			}
			if (name.equals("start") && owner.equals("java/lang/Thread")) {
				point("start");
			}
			if (owner.startsWith("io/backpressure/channel/")) {
				point("call");
			}
			else if (!name.equals("<init>")) {
				point(isPrimitive(owner, name) ? "call" : "allocation");
			}
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
		}

	}

}
