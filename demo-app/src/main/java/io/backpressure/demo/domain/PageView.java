package io.backpressure.demo.domain;

/**
 * Somebody has looked at an item.
 *
 * @param item the item
 */
public record PageView(String item) {

}
