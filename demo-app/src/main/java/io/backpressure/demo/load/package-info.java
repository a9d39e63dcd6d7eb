/**
 * Load that the demo generates, and the controls for it in the console.
 */
@NullMarked
package io.backpressure.demo.load;

import org.jspecify.annotations.NullMarked;
