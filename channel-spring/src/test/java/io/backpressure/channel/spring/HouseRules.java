package io.backpressure.channel.spring;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Architecture rules for every module that builds on Spring. The architecture tests of
 * each module apply them to the {@link Module classes of that module}.
 */
public final class HouseRules {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.backpressure.channel.(**)")
		.should()
		.beFreeOfCycles()
		.because("packages in a cycle cannot be understood or changed separately");

	@ArchTest
	static final ArchRule noFieldIsInjected = ArchRuleDefinition.fields()
		.should()
		.notBeAnnotatedWith(Autowired.class)
		.because("the constructor of a class shows its dependencies");

	@ArchTest
	static final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
		.because("a library writes to the log only");

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.allowEmptyShould(true)
		.because("auto-configurations are registered by name, and not designed for extension");

	@ArchTest
	static final ArchRule beansBackOff = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beAnnotatedWith(ConditionalOnMissingBean.class)
		.allowEmptyShould(true)
		.because("an application must be able to replace each bean");

	@ArchTest
	static final ArchRule beanMethodsAreHidden = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate()
		.allowEmptyShould(true)
		.because("beans are obtained from the context, not by calling the method");

	@ArchTest
	static final ArchRule publicBeansCanBeInjectedLazily = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should(new ArchCondition<>("return a type that @Lazy can proxy, unless it is hidden or a record") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				Class<?> type = method.getRawReturnType().reflect();
				boolean satisfied = !Modifier.isPublic(type.getModifiers()) || type.isRecord() || isProxyable(type);
				events.add(new SimpleConditionEvent(method, satisfied, method.getDescription() + " returns " + type));
			}

		})
		.allowEmptyShould(true)
		.because("an application can break a cycle of beans with @Lazy; a record depends on no other bean");

	private HouseRules() {
	}

	/**
	 * Return whether Spring can create the proxy that it injects for {@code @Lazy}, and
	 * no method is final. A final method would be called on the proxy itself, whose
	 * fields are null.
	 */
	private static boolean isProxyable(Class<?> type) {
		try {
			ProxyFactory proxies = new ProxyFactory();
			proxies.setTargetSource(EmptyTargetSource.forClass(type, false));
			if (type.isInterface()) {
				proxies.addInterface(type);
			}
			return type.isInstance(proxies.getProxy()) && Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
				.filter((method) -> method.getDeclaringClass() != Object.class)
				.noneMatch((method) -> (method.getModifiers()
						& (Modifier.FINAL | Modifier.STATIC | Modifier.PRIVATE)) == Modifier.FINAL);
		}
		catch (AopConfigException ex) {
			return false;
		}
	}

	@ArchTest
	static void publicTypesAreListed(JavaClasses classes) throws IOException {
		assertThat(classes.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getName)
			.sorted()).containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/public-types.txt")));
	}

	/**
	 * Classes of the module under test, without others on the class path.
	 */
	public static final class Module implements LocationProvider {

		@Override
		public Set<Location> get(Class<?> testClass) {
			return Set.of(Location.of(Path.of("target", "classes")));
		}

	}

}
