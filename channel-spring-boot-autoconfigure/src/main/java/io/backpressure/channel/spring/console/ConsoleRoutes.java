package io.backpressure.channel.spring.console;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the console from a servlet container.
 */
public final class ConsoleRoutes {

	private static final String PATH = ConsoleFiles.PATH;

	private ConsoleRoutes() {
	}

	/**
	 * Return the routes of the page and of what belongs to it.
	 * @param files the files of the console
	 * @param settings what the page must know
	 * @return the routes
	 */
	public static RouterFunction<ServerResponse> of(ConsoleFiles files, ConsoleSettings settings) {
		return RouterFunctions.route()
			.GET(PATH, (request) -> file(request, files.find(ConsoleFiles.PAGE)))
			.GET(PATH + "/",
					(request) -> ServerResponse.status(HttpStatus.FOUND)
						.location(URI.create("../" + PATH.substring(1)))
						.build())
			.GET(PATH + "/config.json",
					(request) -> ServerResponse.ok()
						.headers(ConsoleFiles::headersOfSettings)
						.contentType(MediaType.APPLICATION_JSON)
						.body(settings.json(request.requestPath().contextPath().value())))
			.GET(PATH + "/{file}", (request) -> file(request, files.find(request.pathVariable("file"))))
			.build();
	}

	private static ServerResponse file(ServerRequest request, @Nullable ConsoleFile file) {
		if (file == null) {
			return ServerResponse.notFound().build();
		}
		return request.checkNotModified(file.etag())
			.orElseGet(() -> ServerResponse.ok()
				.headers(ConsoleFiles::headers)
				.eTag(file.etag())
				.contentType(file.type())
				.body(file.content()));
	}

}
