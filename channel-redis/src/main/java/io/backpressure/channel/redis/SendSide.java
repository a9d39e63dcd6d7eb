package io.backpressure.channel.redis;

import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sending side of a channel on Redis.
 *
 * @param <T> the type of the values
 */
final class SendSide<T> {

	private static final Log logger = LogFactory.getLog(SendSide.class);

	private final SharedSettings shared;

	private final ChannelCodec<T> values;

	private final Attempts attempts;

	private final byte[] topic;

	private final Membership membership;

	private final CloseState closing;

	private final Waiters waiters;

	SendSide(SharedSettings shared, ChannelCodec<T> values, ScriptRunner scripts, Membership membership,
			CloseState closing, Waiters waiters) {
		this.shared = shared;
		this.values = values;
		this.attempts = new Attempts(scripts, membership, waiters);
		this.topic = scripts.topic();
		this.membership = membership;
		this.closing = closing;
		this.waiters = waiters;
	}

	SendResult offer(T value) {
		return send(value, (this.shared.strategy() == BackpressureStrategy.DROP) ? "drop" : "keep", (evicted) -> {
		});
	}

	SendResult offerEvicting(T value, Consumer<? super T> evicted) {
		return send(value, "evict", evicted);
	}

	private SendResult send(T value, String ifFull, Consumer<? super T> evicted) {
		byte[] bytes = this.values.encode(value);
		if (this.closing.isClosed()) {
			return SendResult.CLOSED;
		}
		long events = this.waiters.events();
		List<Object> reply = this.attempts.call(Script.SEND, events, (late) -> {
		}, bytes, Keys.bytes(this.shared.capacity()), Keys.bytes(ifFull), this.topic);
		return switch (Keys.text(reply.get(0))) {
			case "SENT" -> {
				if ((Long) reply.get(1) < this.shared.capacity()) {
					this.waiters.passOn();
				}
				if (reply.size() > 2 && reply.get(2) instanceof byte[] oldest) {
					reportEvicted(oldest, evicted);
				}
				yield SendResult.SENT;
			}
			case "FULL" -> {
				this.waiters.foundNothing(events);
				yield SendResult.FULL;
			}
			case "DIFFERENT" -> {
				this.waiters.passOn();
				throw this.membership.differs(reply);
			}
			default -> {
				this.closing.closedElsewhere();
				yield SendResult.CLOSED;
			}
		};
	}

	private void reportEvicted(byte[] bytes, Consumer<? super T> evicted) {
		T value;
		try {
			value = this.values.decode(new StreamEntry("evicted", bytes, 0));
		}
		catch (UnreadableValueException ex) {
			logger.error("Channel '" + this.values.channel()
					+ "': evicted an unreadable value, which is not passed to onDrop", ex);
			return;
		}
		evicted.accept(value);
	}

}
