/**
 * Auto-configuration of the listeners of channels.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
