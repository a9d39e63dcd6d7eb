package io.backpressure.channel.redis;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.backpressure.channel.spring.HouseRules;

/**
 * Tests for layers, dependencies and public types of the module.
 */
@AnalyzeClasses(locations = HouseRules.Module.class)
class ArchitectureTests {

	@ArchTest
	final ArchTests houseRules = ArchTests.in(HouseRules.class);

	@ArchTest
	final ArchRule onlyAutoConfigurationUsesSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage("..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..", "io.backpressure..autoconfigure..")
		.because("the transport must be usable and testable without Spring Boot");

}
