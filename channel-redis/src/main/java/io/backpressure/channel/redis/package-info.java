/**
 * Channels across several instances of an application, on Redis or Valkey.
 */
@NullMarked
package io.backpressure.channel.redis;

import org.jspecify.annotations.NullMarked;
