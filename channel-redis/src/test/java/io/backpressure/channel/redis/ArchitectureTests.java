package io.backpressure.channel.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Layers, dependencies and public types of the module.
 */
@AnalyzeClasses(packages = "io.backpressure.channel.redis", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule onlyTheWiringKnowsSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage("..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..", "io.backpressure..autoconfigure..")
		.because("the transport can be used, and tested, without Spring Boot");

	@ArchTest
	final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.backpressure.channel.redis.(**)")
		.should()
		.beFreeOfCycles()
		.because("a cycle cannot be read from top to bottom");

	@ArchTest
	final ArchRule noFieldIsInjected = ArchRuleDefinition.fields()
		.should()
		.notBeAnnotatedWith(Autowired.class)
		.because("what a class needs stands in its constructor");

	@ArchTest
	final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
		.because("a library logs");

	@ArchTest
	final ArchRule autoConfigurationsAreFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.because("they are listed by name and nobody's to extend, as Spring Boot's own");

	@ArchTest
	final ArchRule beansBackOff = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beAnnotatedWith(ConditionalOnMissingBean.class)
		.because("a bean of the application takes the place of each");

	@ArchTest
	void publicTypesAreListed(JavaClasses classes) throws IOException {
		assertThat(classes.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getName)
			.sorted()).containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/public-types.txt")));
	}

	@ArchTest
	final ArchRule beanMethodsAreHidden = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate()
		.because("a bean is asked for from the context and not by a call");

}
