/**
 * The lessons: each class shows one way of using a channel.
 */
@NullMarked
package io.backpressure.demo.lessons;

import org.jspecify.annotations.NullMarked;
