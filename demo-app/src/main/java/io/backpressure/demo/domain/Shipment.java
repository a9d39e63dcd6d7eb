package io.backpressure.demo.domain;

/**
 * Order that has been sent by a warehouse.
 *
 * @param orderId the number of the order
 * @param warehouse the warehouse that sent it
 */
public record Shipment(long orderId, String warehouse) {

}
