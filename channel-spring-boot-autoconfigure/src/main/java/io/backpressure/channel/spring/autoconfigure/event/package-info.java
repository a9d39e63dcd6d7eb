/**
 * Auto-configuration of events.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
