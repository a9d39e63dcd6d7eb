/**
 * Application events about channels.
 */
@NullMarked
package io.backpressure.channel.spring.event;

import org.jspecify.annotations.NullMarked;
