package io.backpressure.demo.domain;

/**
 * An order on its way.
 *
 * @param orderId the number of the order
 * @param warehouse the warehouse that sends it
 */
public record Shipment(long orderId, String warehouse) {

}
