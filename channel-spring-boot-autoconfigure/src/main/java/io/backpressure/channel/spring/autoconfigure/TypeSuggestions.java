package io.backpressure.channel.spring.autoconfigure;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Suggestions for classes that are written without their package. Candidates are classes
 * in the packages of the application's beans, parameter types of the methods and
 * constructors of these beans, and classes of common packages of Java.
 */
final class TypeSuggestions {

	private static final Set<String> OF_JAVA = Set.of("java.lang", "java.util", "java.time", "java.math");

	private final ConfigurableListableBeanFactory beanFactory;

	TypeSuggestions(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the full names of the candidates that have the given simple name.
	 */
	Collection<String> find(String simpleName) {
		Set<Class<?>> beans = beanClasses().collect(Collectors.toSet());
		Set<String> names = new TreeSet<>();
		Stream.concat(beans.stream().map(Class::getPackageName), OF_JAVA.stream())
			.distinct()
			.map((name) -> name + "." + simpleName)
			.filter((name) -> ClassUtils.isPresent(name, null))
			.forEach(names::add);
		beans.stream()
			.flatMap((bean) -> Stream.concat(Stream.of(bean.getDeclaredMethods()),
					Stream.of(bean.getDeclaredConstructors())))
			.flatMap((Executable member) -> Stream.of(member.getParameters()))
			.map(Parameter::getParameterizedType)
			.flatMap((type) -> mentioned(ResolvableType.forType(type)))
			.filter((type) -> type.getSimpleName().equals(simpleName))
			.map(Class::getName)
			.forEach(names::add);
		return names;
	}

	private static Stream<Class<?>> mentioned(ResolvableType type) {
		Class<?> resolved = type.resolve();
		return Stream.concat((resolved != null) ? Stream.of(resolved) : Stream.empty(),
				Stream.of(type.getGenerics()).flatMap(TypeSuggestions::mentioned));
	}

	private Stream<Class<?>> beanClasses() {
		return Stream.of(this.beanFactory.getBeanDefinitionNames())
			.map((name) -> this.beanFactory.getMergedBeanDefinition(name).getBeanClassName())
			.filter((name) -> name != null && !name.startsWith("org.springframework."))
			.distinct()
			.flatMap((name) -> Stream.ofNullable(load(name)));
	}

	private static @Nullable Class<?> load(String name) {
		try {
			return ClassUtils.forName(name, null);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
