package io.backpressure.channel.spring.autoconfigure;

/**
 * A value that channels carry in these tests.
 */
record Order(int id) {

}
