package io.backpressure.channel.spring.console;

import java.nio.charset.StandardCharsets;

import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.util.StringUtils;

/**
 * File of the console as it is served.
 */
final class ConsoleFile {

	private final byte[] content;

	private final MediaType type;

	private final String etag;

	ConsoleFile(String name, byte[] content) {
		this.content = content.clone();
		this.type = type(name);
		this.etag = '"' + DigestUtils.md5DigestAsHex(content) + '"';
	}

	byte[] content() {
		return this.content;
	}

	MediaType type() {
		return this.type;
	}

	String etag() {
		return this.etag;
	}

	private static MediaType type(String name) {
		String type = switch (String.valueOf(StringUtils.getFilenameExtension(name))) {
			case "html" -> "text/html";
			case "css" -> "text/css";
			case "js" -> "text/javascript";
			case "svg" -> "image/svg+xml";
			default -> throw new IllegalArgumentException("'" + name + "' has a type that the console does not serve");
		};
		return new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8);
	}

}
