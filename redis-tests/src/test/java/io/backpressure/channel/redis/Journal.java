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
 * Account of an instance, line by line in a file: a line that was written outlives the
 * JVM that wrote it, however that ends.
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

	/** The values of which a journal says this, in its order. */
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

		/** Send returned. With DROP it may have been dropped as well. */
		SENT,

		/** Refused with an exception. */
		REFUSED,

		/** Passed to onDrop: the value itself, or one that it evicted. */
		DROPPED,

		/** Handed out, and dealt with. */
		RECEIVED,

		/** The same, after it had been delivered before. */
		REDELIVERED

	}

}
