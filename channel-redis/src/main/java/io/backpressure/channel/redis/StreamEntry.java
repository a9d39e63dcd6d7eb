package io.backpressure.channel.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * Entry of the stream, as it was received.
 *
 * @param id the id in the stream
 * @param bytes the encoded value
 * @param deliveries the number of deliveries, including this one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StreamEntry(String id, byte[] bytes, int deliveries) {

	/**
	 * Parse the reply of the receive script: two numbers, then three fields per entry.
	 */
	static List<StreamEntry> of(List<Object> reply) {
		List<StreamEntry> entries = new ArrayList<>(1);
		for (int index = 2; index < reply.size(); index += 3) {
			entries.add(new StreamEntry(Keys.text(reply.get(index)), (byte[]) reply.get(index + 1),
					Math.toIntExact((Long) reply.get(index + 2))));
		}
		return entries;
	}

}
