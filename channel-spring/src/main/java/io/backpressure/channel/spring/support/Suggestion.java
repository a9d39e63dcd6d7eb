package io.backpressure.channel.spring.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Suggestions for names that do not exist, for use in messages.
 *
 * @since 0.1.0
 */
public final class Suggestion {

	private Suggestion() {
	}

	/**
	 * Return text that suggests the nearest candidate, if there is one, and lists all
	 * candidates.
	 * @param given the name that was given
	 * @param candidates the valid names
	 * @return one or two sentences, each preceded by a space; empty if there are no
	 * candidates
	 */
	public static String of(String given, Collection<String> candidates) {
		String meant = nearest(given, candidates).map((candidate) -> " Did you mean '" + candidate + "'?").orElse("");
		return meant + (candidates.isEmpty() ? "" : " Valid values: " + String.join(", ", candidates) + ".");
	}

	/**
	 * Return the candidate that was probably meant.
	 * @param given the name that was given
	 * @param candidates the valid names
	 * @return the nearest candidate; empty if none is similar
	 */
	public static Optional<String> nearest(String given, Collection<String> candidates) {
		return candidates.stream()
			.filter((candidate) -> isSimilar(given, candidate))
			.min(Comparator.comparingInt((candidate) -> distance(given, candidate)));
	}

	/**
	 * Return whether two names are similar. Their distance is at least the difference of
	 * their lengths, so comparing the lengths first rules out most candidates cheaply.
	 */
	private static boolean isSimilar(String given, String candidate) {
		int most = Math.max(2, candidate.length() / 3);
		return Math.abs(given.length() - candidate.length()) <= most && distance(given, candidate) <= most;
	}

	/** Return the Levenshtein distance, computed row by row. */
	private static int distance(String left, String right) {
		int[] row = new int[right.length() + 1];
		for (int column = 0; column < row.length; column++) {
			row[column] = column;
		}
		for (int line = 1; line <= left.length(); line++) {
			int diagonal = row[0];
			row[0] = line;
			for (int column = 1; column < row.length; column++) {
				int replaced = diagonal + ((left.charAt(line - 1) != right.charAt(column - 1)) ? 1 : 0);
				diagonal = row[column];
				row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
			}
		}
		return row[right.length()];
	}

}
