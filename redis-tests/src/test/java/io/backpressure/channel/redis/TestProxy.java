package io.backpressure.channel.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

/**
 * Proxy between an instance and its server. It can cut and delay their connections.
 */
final class TestProxy implements AutoCloseable {

	private final int port;

	private final ServerSocket listening;

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final AtomicInteger lost = new AtomicInteger();

	private volatile boolean losingReplies;

	private volatile boolean rejecting;

	private volatile long delayMillis;

	TestProxy(int port) {
		this.port = port;
		try {
			this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Close all connections. Until {@link #restore()} is called, close new connections
	 * immediately.
	 */
	void cut() {
		this.rejecting = true;
		endAll();
	}

	/**
	 * Discard replies until at least one is lost, then cut the connections. The server
	 * has executed the call whose reply is lost.
	 */
	void cutWithRepliesLost() {
		int before = this.lost.get();
		this.losingReplies = true;
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> this.lost.get() > before);
		cut();
	}

	/** Delay all data, in each direction. */
	void delay(long millis) {
		this.delayMillis = millis;
	}

	void restore() {
		this.losingReplies = false;
		this.rejecting = false;
	}

	private void endAll() {
		for (Socket socket = this.sockets.poll(); socket != null; socket = this.sockets.poll()) {
			end(socket);
		}
	}

	private void accept() throws IOException {
		while (!this.listening.isClosed()) {
			Socket client = this.listening.accept();
			if (this.rejecting) {
				end(client);
				continue;
			}
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			this.sockets.add(client);
			this.sockets.add(server);
			start(() -> pipe(client, server, false));
			start(() -> pipe(server, client, true));
			if (this.rejecting) { // the connections were cut meanwhile
				endAll();
			}
		}
	}

	private void pipe(Socket from, Socket to, boolean replies) throws IOException {
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			byte[] buffer = new byte[8192];
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				if (replies && this.losingReplies) {
					this.lost.incrementAndGet();
				}
				else {
					LockSupport.parkNanos(this.delayMillis * 1_000_000);
					out.write(buffer, 0, length);
				}
			}
		}
		finally {
			end(from);
			end(to);
		}
	}

	private static void end(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// already closed
		}
	}

	private static void start(Transfer transfer) {
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
			}
			catch (IOException ex) {
				// the connection was cut or closed
			}
		}, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		cut();
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Task of a thread. */
	private interface Transfer {

		void run() throws IOException;

	}

}
