package io.backpressure.channel.spring.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds what somebody may have meant, for messages about names that do not exist.
 */
public final class Suggestion {

	private Suggestion() {
	}

	/**
	 * Ask whether the nearest of some candidates was meant, and name all of them.
	 * @param given what was written
	 * @param candidates what could have been
	 * @return a sentence or two, to go after another
	 */
	public static String of(String given, Collection<String> candidates) {
		String meant = nearest(given, candidates).map((candidate) -> " Did you mean '" + candidate + "'?").orElse("");
		return meant + (candidates.isEmpty() ? "" : " Valid are: " + String.join(", ", candidates) + ".");
	}

	/**
	 * Find the candidate that was probably meant.
	 * @param given what was written
	 * @param candidates what could have been
	 * @return the nearest of the candidates, if one is near
	 */
	public static Optional<String> nearest(String given, Collection<String> candidates) {
		return candidates.stream()
			.filter((candidate) -> isSimilar(given, candidate))
			.min(Comparator.comparingInt((candidate) -> distance(given, candidate)));
	}

	/**
	 * The lengths alone rule out most: a distance is never less than their difference.
	 */
	private static boolean isSimilar(String given, String candidate) {
		int most = Math.max(2, candidate.length() / 3);
		return Math.abs(given.length() - candidate.length()) <= most && distance(given, candidate) <= most;
	}

	/** The edit distance after Levenshtein, by rows. */
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
