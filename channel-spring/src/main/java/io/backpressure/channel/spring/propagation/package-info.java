/**
 * Propagation of the sender's context (trace, logging context, security) through the
 * buffer to the code that handles the value.
 */
@NullMarked
package io.backpressure.channel.spring.propagation;

import org.jspecify.annotations.NullMarked;
