package io.backpressure.channel.spring.lifecycle;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Action that runs once, in its phase, when the application context closes. Stopping or
 * pausing the context does not run the action. Closing the context runs it, even if the
 * context is paused or has no other lifecycle bean.
 *
 * @since 0.1.0
 */
public class ClosingStep implements SmartLifecycle {

	private final int phase;

	private final ConfigurableApplicationContext context;

	private final Runnable action;

	private final AtomicBoolean done = new AtomicBoolean();

	/**
	 * Create a step.
	 * @param phase the phase to run in; higher phases run first
	 * @param context the context whose closing runs the action
	 * @param action the action
	 */
	public ClosingStep(int phase, ConfigurableApplicationContext context, Runnable action) {
		this.phase = phase;
		this.context = context;
		this.action = action;
	}

	/**
	 * Run the action, unless it has already run.
	 */
	void run() {
		if (this.done.compareAndSet(false, true)) {
			this.action.run();
		}
	}

	@Override
	public void start() {
	}

	@Override
	public void stop() {
		if (this.context.isClosed()) {
			run();
		}
	}

	/**
	 * Return whether the action has yet to run: Spring stops only lifecycle beans that
	 * are running.
	 */
	@Override
	public boolean isRunning() {
		return !this.done.get();
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
