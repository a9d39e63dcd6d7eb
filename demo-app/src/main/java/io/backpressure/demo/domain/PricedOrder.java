package io.backpressure.demo.domain;

/**
 * Order with its price.
 *
 * @param order the order
 * @param cents the price of the whole order in cents
 */
public record PricedOrder(Order order, long cents) {

}
