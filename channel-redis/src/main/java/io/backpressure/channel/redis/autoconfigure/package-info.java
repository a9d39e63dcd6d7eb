/**
 * Auto-configuration of channels on Redis.
 */
@NullMarked
package io.backpressure.channel.redis.autoconfigure;

import org.jspecify.annotations.NullMarked;
