/**
 * An order desk: orders come in over HTTP and pass through channels until they are
 * shipped. Each class shows one way of using a channel.
 */
@NullMarked
package io.backpressure.demo;

import org.jspecify.annotations.NullMarked;
