package io.backpressure.channel.test;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.backpressure.channel.spring.HouseRules;

/**
 * Layers, dependencies and public types of the module.
 */
@AnalyzeClasses(locations = HouseRules.Module.class)
class ArchitectureTests {

	@ArchTest
	final ArchTests houseRules = ArchTests.in(HouseRules.class);

}
