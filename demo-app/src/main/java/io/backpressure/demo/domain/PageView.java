package io.backpressure.demo.domain;

/**
 * View of the page of an item.
 *
 * @param item the item
 */
public record PageView(String item) {

}
