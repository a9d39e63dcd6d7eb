/**
 * The wiring: channels from properties, and the explanation of bad ones.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
