/**
 * The start and the end of an application context, as far as its channels are concerned.
 */
@NullMarked
package io.backpressure.channel.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
