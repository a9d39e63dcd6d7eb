/**
 * Health of channels.
 */
@NullMarked
package io.backpressure.channel.spring.health;

import org.jspecify.annotations.NullMarked;
