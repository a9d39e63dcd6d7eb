package io.backpressure.demo.lessons;

import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.ChannelSender;
import io.backpressure.demo.domain.Order;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Producer with backpressure: while the channel {@code orders} is full, a request waits
 * for room, which slows down the client. After the send timeout of the channel, the
 * client gets a 503 response.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final ChannelSender<Order> orders;

	private final AtomicLong numbers = new AtomicLong();

	OrderController(ChannelSender<Order> orders) {
		this.orders = orders;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	Receipt place(@RequestBody OrderRequest request) throws InterruptedException {
		Order order = new Order(this.numbers.incrementAndGet(), request.item(), request.quantity());
		this.orders.send(order);
		return new Receipt(order.id());
	}

	record OrderRequest(String item, int quantity) {

	}

	record Receipt(long orderId) {

	}

}
