package io.backpressure.channel.spring.autoconfigure;

/**
 * Value that channels carry in these tests.
 */
record Order(int id) {

}
