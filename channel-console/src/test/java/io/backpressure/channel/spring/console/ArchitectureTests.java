package io.backpressure.channel.spring.console;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.backpressure.channel.spring.HouseRules;

/**
 * Layers, dependencies and public types of the module.
 */
@AnalyzeClasses(locations = HouseRules.Module.class)
class ArchitectureTests {

	@ArchTest
	final ArchTests houseRules = ArchTests.in(HouseRules.class);

	@ArchTest
	final ArchRule pageDoesNotDependOnChannels = ArchRuleDefinition.classes()
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify.annotations..", "io.backpressure.channel.spring.console",
				"org.springframework.core..", "org.springframework.util..", "org.springframework.http..",
				"org.springframework.web..", "reactor.core.publisher..")
		.because("the page reads the endpoint like any other client");

}
