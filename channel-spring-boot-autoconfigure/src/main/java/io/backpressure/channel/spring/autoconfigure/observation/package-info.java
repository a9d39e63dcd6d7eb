/**
 * Auto-configuration of the observations of listeners.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
