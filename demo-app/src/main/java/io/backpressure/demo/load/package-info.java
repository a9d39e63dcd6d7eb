/**
 * Load that the demo makes itself, and the controls for it in the console.
 */
@NullMarked
package io.backpressure.demo.load;

import org.jspecify.annotations.NullMarked;
