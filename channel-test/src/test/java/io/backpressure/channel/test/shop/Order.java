package io.backpressure.channel.test.shop;

/**
 * Order of a shop.
 *
 * @param id its number
 */
public record Order(int id) {

}
