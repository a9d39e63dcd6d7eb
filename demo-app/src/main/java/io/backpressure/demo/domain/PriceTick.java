package io.backpressure.demo.domain;

/**
 * Price of an item at a point in time.
 *
 * @param item the item
 * @param cents the price of the item in cents
 */
public record PriceTick(String item, long cents) {

}
