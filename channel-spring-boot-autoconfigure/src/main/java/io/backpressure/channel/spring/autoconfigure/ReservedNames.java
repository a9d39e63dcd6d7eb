package io.backpressure.channel.spring.autoconfigure;

import java.util.Set;

/**
 * Names by which Spring and Spring Boot look up infrastructure beans. A channel with such
 * a name would be mistaken for an infrastructure bean, or would prevent the definition of
 * that bean.
 */
final class ReservedNames {

	private static final Set<String> CONTEXT = Set.of("environment", "systemProperties", "systemEnvironment",
			"applicationStartup", "messageSource", "lifecycleProcessor", "applicationEventMulticaster",
			"conversionService", "loadTimeWeaver", "bootstrapExecutor", "taskExecutor", "taskScheduler",
			"transactionManager", "cacheManager", "cacheResolver", "entityManagerFactory", "mbeanExporter",
			"mbeanServer");

	private static final Set<String> BOOT = Set.of("applicationTaskExecutor", "autoConfigurationReport",
			"configurationPropertiesValidator", "springApplicationArguments", "springBootBanner", "springBootLogFile",
			"springBootLoggerGroups", "springBootLoggingLifecycle", "springBootLoggingSystem", "redisTemplate",
			"reactiveRedisTemplate", "reactiveStringRedisTemplate", "redisMessageListenerContainer",
			"kafkaListenerContainerFactory", "rabbitListenerContainerFactory", "jmsListenerContainerFactory");

	private static final Set<String> WEB = Set.of("servletContext", "servletConfig", "contextParameters",
			"contextAttributes", "dispatcherServlet", "dispatcherServletRegistration", "multipartResolver",
			"filterMultipartResolver", "localeResolver", "localeContextResolver", "themeResolver", "handlerMapping",
			"handlerAdapter", "handlerExceptionResolver", "viewNameTranslator", "viewResolver", "flashMapManager",
			"requestDataValueProcessor", "springSecurityFilterChain", "webHandler", "httpHandler", "webSessionManager",
			"serverCodecConfigurer", "forwardedHeaderTransformer", "httpServiceProxyRegistry");

	/** Names of Spring Integration. */
	private static final Set<String> INTEGRATION = Set.of("errorChannel", "nullChannel",
			"integrationEvaluationContext");

	private ReservedNames() {
	}

	static boolean contains(String name) {
		return CONTEXT.contains(name) || BOOT.contains(name) || WEB.contains(name) || INTEGRATION.contains(name);
	}

}
