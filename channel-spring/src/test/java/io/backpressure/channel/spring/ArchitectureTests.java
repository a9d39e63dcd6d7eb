package io.backpressure.channel.spring;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * Layers, dependencies and public types of the module.
 */
@AnalyzeClasses(locations = HouseRules.Module.class)
class ArchitectureTests {

	@ArchTest
	final ArchTests houseRules = ArchTests.in(HouseRules.class);

	@ArchTest
	final ArchRule onlyActuatorPackagesDependOnSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages("..spring.actuate..", "..spring.health..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..")
		.because("the features must be usable and testable without Spring Boot");

	@ArchTest
	final ArchRule actuatorPackagesDoNotUseAutoConfiguration = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage("..spring.actuate..", "..spring.health..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.autoconfigure..", "org.springframework.boot.context..",
				"org.springframework.boot.actuate.autoconfigure..", "org.springframework.boot.health.autoconfigure..")
		.because("conditions belong to the auto-configuration, not to the endpoint and the indicators");

}
