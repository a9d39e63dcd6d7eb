package io.backpressure.channel.spring.console;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Routes of the console in a reactive server.
 *
 * @since 0.1.0
 */
public final class ReactiveConsoleRoutes {

	private static final String PATH = ConsoleFiles.PATH;

	/** The server omits the body of a response to HEAD. */
	private static final RequestPredicate READ = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);

	private ReactiveConsoleRoutes() {
	}

	/**
	 * Return the routes of the page and its files.
	 * @param files the files of the console
	 * @param settings the settings of the page
	 * @return the routes
	 */
	public static RouterFunction<ServerResponse> of(ConsoleFiles files, ConsoleSettings settings) {
		return RouterFunctions.route()
			.route(READ.and(RequestPredicates.path(PATH)), (request) -> file(request, files.find(ConsoleFiles.PAGE)))
			.route(READ.and(RequestPredicates.path(PATH + "/")),
					(request) -> ServerResponse.status(HttpStatus.FOUND)
						.location(URI.create("../" + PATH.substring(1)))
						.build())
			.route(READ.and(RequestPredicates.path(PATH + "/config.json")),
					(request) -> ServerResponse.ok()
						.headers(ConsoleFiles::headersOfSettings)
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue(settings.json()))
			.route(READ.and(RequestPredicates.path(PATH + "/{file}")),
					(request) -> file(request, files.find(request.pathVariable("file"))))
			.build();
	}

	private static Mono<ServerResponse> file(ServerRequest request, @Nullable ConsoleFile file) {
		if (file == null) {
			return ServerResponse.notFound().build();
		}
		return request.checkNotModified(file.etag())
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.headers(ConsoleFiles::headers)
				.eTag(file.etag())
				.contentType(file.type())
				.bodyValue(file.content())));
	}

}
