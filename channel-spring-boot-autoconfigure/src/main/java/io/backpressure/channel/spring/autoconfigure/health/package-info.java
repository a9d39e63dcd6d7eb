/**
 * Auto-configuration of the health of channels.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
