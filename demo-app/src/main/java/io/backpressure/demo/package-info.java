/**
 * An order desk: orders come in over HTTP and pass through channels until they are
 * shipped.
 */
@NullMarked
package io.backpressure.demo;

import org.jspecify.annotations.NullMarked;
