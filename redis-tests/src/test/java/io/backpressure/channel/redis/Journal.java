package io.backpressure.channel.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.backpressure.channel.BackpressureStrategy;

/**
 * Journal of an instance, a file with one line per event. A line survives the JVM that
 * wrote it, however that JVM ends.
 */
final class Journal implements AutoCloseable {

	private final FileChannel file;

	Journal(Path path) throws IOException {
		this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	void write(Kind kind, BackpressureStrategy strategy, long value) {
		String line = kind + " " + strategy + " " + value + "\n";
		try {
			this.file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/** Return the values with the given fate, in the order of the journal. */
	static List<Long> read(Path path, Kind kind, BackpressureStrategy strategy) {
		String start = kind + " " + strategy + " ";
		try {
			return Files.readAllLines(path)
				.stream()
				.filter((line) -> line.startsWith(start))
				.map((line) -> Long.valueOf(line.substring(start.length())))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Fate of a value. */
	enum Kind {

		/** Passed to a send that returned. With DROP the value may be DROPPED as well. */
		SENT,

		/** Rejected with an exception. */
		REJECTED,

		/** Passed to onDrop, since the value was not accepted or was evicted. */
		DROPPED,

		/** Received and processed. */
		RECEIVED,

		/** Received and processed in a redelivery. */
		REDELIVERED

	}

}
