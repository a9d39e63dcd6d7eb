/**
 * The context of a sender (trace, logging context, security) carried through the buffer
 * to whoever handles the value.
 */
@NullMarked
package io.backpressure.channel.spring.propagation;

import org.jspecify.annotations.NullMarked;
