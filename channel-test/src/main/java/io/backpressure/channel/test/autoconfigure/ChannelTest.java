package io.backpressure.channel.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for a test class of the channels and listeners of an application. The test
 * starts the channels and listeners with the beans that these need, and nothing else:
 * beans are created lazily, there is no web server and no data source, and no
 * {@code ApplicationRunner} or {@code CommandLineRunner} runs. In all other respects, a
 * test is like one with {@link AutoConfigureChannels}.
 * <p>
 * If a listener needs a bean that the slice cannot create, such as a repository, replace
 * the bean with {@code @MockitoBean}, or import its auto-configuration.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ChannelTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ChannelTypeExcludeFilter.class)
@AutoConfigureChannels
@ImportAutoConfiguration
public @interface ChannelTest {

	/**
	 * State in which listeners begin each test.
	 * @return the state
	 */
	@AliasFor(annotation = AutoConfigureChannels.class, attribute = "listeners")
	ListenerMode listeners() default ListenerMode.AS_DECLARED;

	/**
	 * Properties in the form {@code key=value} that are added to the environment.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Return whether the slice includes all components except runners.
	 * @return {@code false} to include only components that match
	 * {@link #includeFilters()}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for components to add to the slice.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters for components to exclude from the slice.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configuration classes to exclude from the slice.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
