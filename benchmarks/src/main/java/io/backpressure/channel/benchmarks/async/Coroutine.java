package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;

import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.Dispatchers;
import org.jspecify.annotations.Nullable;

/**
 * Coroutine on the default dispatcher of kotlinx: the state machine that the Kotlin
 * compiler would generate.
 */
@SuppressWarnings("serial") // never serialized
abstract class Coroutine extends ContinuationImpl {

	private final Completion completion;

	Coroutine() {
		this(new Completion());
	}

	private Coroutine(Completion completion) {
		super(completion);
		this.completion = completion;
	}

	CompletableFuture<?> start() {
		intercepted().resumeWith(Unit.INSTANCE);
		return this.completion.future;
	}

	@Override
	protected final Object invokeSuspend(Object result) {
		ResultKt.throwOnFailure(result);
		return resume(result) ? Unit.INSTANCE : IntrinsicsKt.getCOROUTINE_SUSPENDED();
	}

	/**
	 * Run until a call is suspended or all calls have completed. Each call receives this
	 * object as its continuation.
	 * @param result the result of the call that was suspended, if any
	 * @return {@code false} if a call was suspended, {@code true} if all calls have
	 * completed
	 */
	abstract boolean resume(Object result);

	static boolean isSuspended(@Nullable Object result) {
		return result == IntrinsicsKt.getCOROUTINE_SUSPENDED();
	}

	private static final class Completion implements Continuation<Object> {

		private final CompletableFuture<Object> future = new CompletableFuture<>();

		@Override
		public CoroutineContext getContext() {
			return Dispatchers.getDefault();
		}

		@Override
		public void resumeWith(Object result) {
			try {
				ResultKt.throwOnFailure(result);
				this.future.complete(result);
			}
			catch (Throwable ex) {
				this.future.completeExceptionally(ex);
			}
		}

	}

}
