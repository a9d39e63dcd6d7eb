package io.backpressure.channel;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for layers, dependencies and public types of the module.
 */
@AnalyzeClasses(packages = "io.backpressure.channel", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule noFramework = ArchRuleDefinition.classes()
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify.annotations..", "com.google.errorprone.annotations..",
				"io.backpressure.channel")
		.because("the core must depend on nothing but the JDK and annotations");

	@ArchTest
	final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
		.because("a library writes to the log only");

	@ArchTest
	final ArchRule exceptionsAreFinal = ArchRuleDefinition.classes()
		.that()
		.areAssignableTo(ChannelException.class)
		.and()
		.doNotHaveFullyQualifiedName(ChannelException.class.getName())
		.should()
		.haveModifier(JavaModifier.FINAL)
		.because("each type of exception must stand for a single cause");

	@ArchTest
	void publicTypesAreThoseOfTheContract(JavaClasses classes) {
		assertThat(classes.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)).containsExactlyInAnyOrder("BackpressureChannel", "ChannelSender",
					"ChannelReceiver", "ChannelBuilder", "BackpressureStrategy", "SendResult", "ChannelStats",
					"CancellationToken", "CancellationSource", "ChannelException", "ChannelClosedException",
					"ChannelFullException", "ChannelTimeoutException", "ChannelCancelledException", "SharedChannel",
					"SharedBuffer", "Received", "Registration", "ChannelSupport", "ChannelUnavailableException",
					"UnknownOutcomeException", "ChannelSelect", "Selected");
	}

}
