package io.backpressure.channel.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * A value as it was received.
 *
 * @param id its id in the stream
 * @param bytes the value as it was written
 * @param deliveries how often it has been delivered, this time included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Entry(String id, byte[] bytes, int deliveries) {

	/** Read the answer of the receive script: two numbers, then three fields for each. */
	static List<Entry> of(List<Object> answer) {
		List<Entry> entries = new ArrayList<>(1);
		for (int index = 2; index < answer.size(); index += 3) {
			entries.add(new Entry(Keys.text(answer.get(index)), (byte[]) answer.get(index + 1),
					Math.toIntExact((Long) answer.get(index + 2))));
		}
		return entries;
	}

}
