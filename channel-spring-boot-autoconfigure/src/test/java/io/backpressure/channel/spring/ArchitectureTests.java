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
	final ArchRule moduleContainsOnlyAutoConfiguration = ArchRuleDefinition.classes()
		.should()
		.resideInAPackage("io.backpressure.channel.spring.autoconfigure..")
		.because("types and their auto-configuration are in separate modules");

}
