package io.backpressure.channel.spring.lifecycle;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Guard that closes the channels before the first bean is destroyed, if the
 * {@link ContextChannels#CLOSE_PHASE close phase} has not done so. When a context fails
 * to start, Spring may destroy its beans without running the phases of the shutdown. A
 * bean that waits in {@code @PreDestroy} for its sending thread would then block forever.
 *
 * @since 0.1.0
 */
public class DestructionGuard
		implements DestructionAwareBeanPostProcessor, ChannelAttachment, ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(DestructionGuard.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ContextChannels channels;

	private volatile boolean hasChannels;

	private volatile boolean started;

	private volatile boolean passed;

	/**
	 * Create a guard.
	 * @param beanFactory the bean factory whose beans are guarded
	 * @param channels the channels to close
	 */
	public DestructionGuard(ConfigurableListableBeanFactory beanFactory, ContextChannels channels) {
		this.beanFactory = beanFactory;
		this.channels = channels;
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		this.hasChannels = true;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext().getAutowireCapableBeanFactory() == this.beanFactory) {
			this.started = true;
		}
	}

	/**
	 * Return whether a bean may be destroyed while it sends to a channel that is still
	 * open. Only a bean created after the first channel can send. The phases of the
	 * shutdown are skipped only if the context has not started.
	 */
	@Override
	public boolean requiresDestruction(Object bean) {
		return this.hasChannels && !this.started;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (!this.passed && isEndOfAllBeans()) {
			this.passed = true;
			List<ClosingStep> steps = steps();
			steps.forEach(DestructionGuard::run);
			this.channels.close();
			if (steps.isEmpty()) {
				warn();
			}
		}
	}

	/**
	 * Return whether all beans are being destroyed, rather than one bean such as a scoped
	 * one.
	 */
	private static boolean isEndOfAllBeans() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("destroySingletons")));
	}

	/** Return the existing steps, without creating any. */
	private List<ClosingStep> steps() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(ClosingStep.class, true, false))
			.map(this.beanFactory::getSingleton)
			.filter(ClosingStep.class::isInstance)
			.map(ClosingStep.class::cast)
			.sorted(Comparator.comparing(ClosingStep::getPhase).reversed())
			.toList();
	}

	private static void run(ClosingStep step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Failed to run a step of closing the application context", ex);
		}
	}

	private void warn() {
		for (BackpressureChannel<?> channel : this.channels.closedInMemory()) {
			int left = channel.size();
			if (left > 0) {
				logger.warn("The application context failed to start: lost " + left
						+ ((left == 1) ? " value" : " values") + " left in channel '" + channel.name() + "'");
			}
		}
	}

}
