package io.backpressure.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metrics and labels used by an expression of Prometheus or a variable of Grafana. The
 * parser reads token by token; {@code promtool} checks that an expression is well-formed.
 */
final class PromQl {

	private static final Set<String> LISTS_OF_LABELS = Set.of("by", "without", "on", "ignoring", "group_left",
			"group_right");

	private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");

	private final String text;

	private final List<String> tokens;

	private final List<Selector> selectors = new ArrayList<>();

	private final Set<String> grouping = new LinkedHashSet<>();

	private final Set<String> by = new LinkedHashSet<>();

	private int next;

	private PromQl(String text) {
		this.text = text;
		this.tokens = tokens(text);
		while (this.next < this.tokens.size()) {
			read(take());
		}
	}

	/**
	 * Parse an expression.
	 */
	static PromQl parse(String text) {
		return new PromQl(text);
	}

	/** Return the selectors in the order of the expression. */
	List<Selector> selectors() {
		return this.selectors;
	}

	/** Return the labels by which series are grouped or matched. */
	Set<String> grouping() {
		return this.grouping;
	}

	/** Return the labels that the {@code by} clauses keep. */
	Set<String> by() {
		return this.by;
	}

	private void read(String token) {
		if (token.equals("label_values")) {
			expect("(");
			read(take());
			expect(",");
			this.grouping.add(take());
			expect(")");
		}
		else if (LISTS_OF_LABELS.contains(token)) {
			if (peek().equals("(")) {
				readLabels(token);
			}
		}
		else if (token.equals("{")) {
			throw new IllegalArgumentException("A selector without a name: " + this.text);
		}
		else if (isName(token) && !KEYWORDS.contains(token) && !isFunction()) {
			this.selectors.add(new Selector(token, peek().equals("{") ? readMatchers() : Map.of()));
		}
	}

	private boolean isFunction() {
		return peek().equals("(") || peek().equals("by") || peek().equals("without");
	}

	private void readLabels(String list) {
		expect("(");
		for (String label = take(); !label.equals(")"); label = take()) {
			if (!label.equals(",")) {
				this.grouping.add(label);
				if (list.equals("by")) {
					this.by.add(label);
				}
			}
		}
	}

	private Map<String, String> readMatchers() {
		Map<String, String> matchers = new LinkedHashMap<>();
		expect("{");
		for (String label = take(); !label.equals("}"); label = take()) {
			if (!label.equals(",")) {
				matchers.put(label, take() + take());
			}
		}
		return matchers;
	}

	private void expect(String token) {
		if (!take().equals(token)) {
			throw new IllegalArgumentException("Expected '" + token + "' in: " + this.text);
		}
	}

	private String take() {
		if (this.next == this.tokens.size()) {
			throw new IllegalArgumentException("Unexpected end: " + this.text);
		}
		return this.tokens.get(this.next++);
	}

	private String peek() {
		return (this.next < this.tokens.size()) ? this.tokens.get(this.next) : "";
	}

	private static List<String> tokens(String text) {
		List<String> tokens = new ArrayList<>();
		for (int start = 0; start < text.length();) {
			int end = endOfToken(text, start);
			String token = text.substring(start, end);
			if (!token.isBlank() && !token.startsWith("#") && !token.startsWith("[")) {
				tokens.add(token);
			}
			start = end;
		}
		return tokens;
	}

	/** Return the index after the token that begins at an index. */
	private static int endOfToken(String text, int start) {
		char first = text.charAt(start);
		int end = start + 1;
		if (first == '#') {
			return (text.indexOf('\n', start) < 0) ? text.length() : text.indexOf('\n', start);
		}
		if (first == '[') {
			return text.indexOf(']', start) + 1;
		}
		if (first == '"' || first == '\'' || first == '`') {
			while (text.charAt(end) != first) {
				end += (text.charAt(end) == '\\') ? 2 : 1;
			}
			return end + 1;
		}
		if (Character.isDigit(first) || isPartOfName(first)) {
			while (end < text.length() && (isPartOfName(text.charAt(end)) || text.charAt(end) == '.')) {
				end++;
			}
			return end;
		}
		if ("=!<>".indexOf(first) >= 0) {
			while (end < text.length() && "=~".indexOf(text.charAt(end)) >= 0) {
				end++;
			}
		}
		return end;
	}

	private static boolean isName(String token) {
		return isPartOfName(token.charAt(0)) && !Character.isDigit(token.charAt(0));
	}

	private static boolean isPartOfName(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == ':';
	}

	/**
	 * Selector of a metric.
	 *
	 * @param metric the name of the metric
	 * @param matchers the operator and the quoted value for each label
	 */
	record Selector(String metric, Map<String, String> matchers) {

	}

}
