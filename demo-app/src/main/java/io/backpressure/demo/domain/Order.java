package io.backpressure.demo.domain;

/**
 * Order placed by a customer.
 *
 * @param id the number of the order
 * @param item the ordered item
 * @param quantity the number of items
 */
public record Order(long id, String item, int quantity) {

}
