package io.backpressure.channel.spring.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;

/**
 * Files of the console, which are read when this object is created. No other files of the
 * application are served.
 *
 * @since 0.1.0
 */
public class ConsoleFiles {

	/**
	 * The path of the page, below the context path.
	 */
	public static final String PATH = "/backpressure";

	static final String PAGE = "index.html";

	private static final String OWN = "classpath:io/backpressure/channel/spring/console/*.";

	private static final String CHARTS = "classpath*:META-INF/resources/webjars/uplot/*/dist/uPlot.";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final Map<String, ConsoleFile> files = new HashMap<>();

	/**
	 * Read the files from the class path.
	 * @param classLoader the class loader of the application, or {@code null} for the
	 * default one
	 * @throws MissingChartsException if the charting library is not on the class path
	 */
	public ConsoleFiles(@Nullable ClassLoader classLoader) {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(classLoader);
		try {
			for (String extension : new String[] { "html", "css", "js", "svg" }) {
				for (Resource resource : resolver.getResources(OWN + extension)) {
					add(String.valueOf(resource.getFilename()), resource);
				}
			}
			add("uplot.js", charts(resolver, "iife.min.js"));
			add("uplot.css", charts(resolver, "min.css"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of the console cannot be read", ex);
		}
	}

	private static Resource charts(PathMatchingResourcePatternResolver resolver, String extension) throws IOException {
		Resource[] found = resolver.getResources(CHARTS + extension);
		if (found.length == 0) {
			throw new MissingChartsException();
		}
		return found[0];
	}

	private void add(String name, Resource resource) throws IOException {
		this.files.put(name, new ConsoleFile(name, resource.getContentAsByteArray()));
	}

	@Nullable ConsoleFile find(String name) {
		return this.files.get(name);
	}

	/** Set the headers of a file. The browser revalidates a cached file on each use. */
	static void headers(HttpHeaders headers) {
		secure(headers);
		headers.setCacheControl(CacheControl.noCache());
	}

	static void headersOfSettings(HttpHeaders headers) {
		secure(headers);
		headers.setCacheControl(CacheControl.noStore());
	}

	private static void secure(HttpHeaders headers) {
		headers.set("Content-Security-Policy", POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
	}

}
