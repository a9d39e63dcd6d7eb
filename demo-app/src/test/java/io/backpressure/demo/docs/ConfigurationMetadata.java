package io.backpressure.demo.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Metadata of the properties that libraries on the class path declare.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	/** Return the names of all properties that begin with a prefix. */
	static Stream<String> names(String prefix) throws IOException {
		return properties().map(ConfigurationMetadata::name).filter((name) -> name.startsWith(prefix));
	}

	/** Return whether a property is declared, by its name or as an entry of a map. */
	static boolean isDeclared(String name) throws IOException {
		return properties().anyMatch((property) -> name.equals(name(property))
				|| (isMap(property) && name.startsWith(name(property) + ".")));
	}

	private static boolean isMap(JsonNode property) {
		return property.path("type").asString("").startsWith("java.util.Map");
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

	private static Stream<JsonNode> properties() throws IOException {
		return Collections
			.list(ConfigurationMetadata.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))
			.stream()
			.map(ConfigurationMetadata::read)
			.flatMap((json) -> json.path("properties").valueStream());
	}

	private static JsonNode read(URL json) {
		try (InputStream in = json.openStream()) {
			return JsonMapper.shared().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
