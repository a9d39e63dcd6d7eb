/**
 * The endpoint {@code backpressure}: what the channels are doing, and what an operator
 * can do for them.
 */
@NullMarked
package io.backpressure.channel.spring.actuate;

import org.jspecify.annotations.NullMarked;
