package io.backpressure.channel;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Observer that calls the callbacks of a builder, each of which is optional.
 *
 * @param <T> the type of the values
 */
final class BuilderCallbacks<T> implements BackpressureChannel.Observer<T> {

	private final @Nullable Consumer<? super T> onDrop;

	private final @Nullable Runnable onBlock;

	private final @Nullable Consumer<? super Throwable> onError;

	BuilderCallbacks(@Nullable Consumer<? super T> onDrop, @Nullable Runnable onBlock,
			@Nullable Consumer<? super Throwable> onError) {
		this.onDrop = onDrop;
		this.onBlock = onBlock;
		this.onError = onError;
	}

	@Override
	public boolean observesErrors() {
		return this.onError != null;
	}

	@Override
	public void onDrop(T value) {
		if (this.onDrop != null) {
			this.onDrop.accept(value);
		}
	}

	@Override
	public void onBlock() {
		if (this.onBlock != null) {
			this.onBlock.run();
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.onError != null) {
			this.onError.accept(error);
		}
	}

}
