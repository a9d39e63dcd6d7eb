package io.backpressure.channel.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.backpressure.channel.test.ChannelEvents;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.TestClock;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Annotation that adds a {@link ChannelProbe}, {@link ChannelEvents} and a
 * {@link TestClock} to the application context of a test class, for example together with
 * {@code @SpringBootTest}. Test methods may have parameters of these three types. They
 * may also have parameters for channels, which are resolved by the same rules as injected
 * channels. Every channel is in memory, even if its properties name a transport, and
 * keeps its strategy and buffer size.
 * <p>
 * Before each test, values, counts and events of earlier tests are cleared, and listeners
 * run or are paused as {@link #listeners()} says. After each test, running listeners
 * handle the values that are left in their channels. A test that leaves anything else
 * behind fails. Test classes that share a context must not run concurrently.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@ExtendWith(ChannelParameterResolver.class)
public @interface AutoConfigureChannels {

	/**
	 * State in which listeners begin each test.
	 * @return the state
	 */
	ListenerMode listeners() default ListenerMode.AS_DECLARED;

}
