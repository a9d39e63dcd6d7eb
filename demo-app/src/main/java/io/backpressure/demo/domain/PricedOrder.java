package io.backpressure.demo.domain;

/**
 * Order with its price.
 *
 * @param order the order
 * @param cents the price
 */
public record PricedOrder(Order order, long cents) {

}
