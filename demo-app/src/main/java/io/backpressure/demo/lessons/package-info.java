/**
 * Lessons: each class shows one way to use a channel.
 */
@NullMarked
package io.backpressure.demo.lessons;

import org.jspecify.annotations.NullMarked;
