package io.backpressure.demo.domain;

/**
 * An order as a customer places it.
 *
 * @param id the number of the order
 * @param item what is ordered
 * @param quantity how much of it
 */
public record Order(long id, String item, int quantity) {

}
