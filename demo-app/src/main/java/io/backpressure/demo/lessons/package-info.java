/**
 * Lessons: ways to use channels.
 */
@NullMarked
package io.backpressure.demo.lessons;

import org.jspecify.annotations.NullMarked;
