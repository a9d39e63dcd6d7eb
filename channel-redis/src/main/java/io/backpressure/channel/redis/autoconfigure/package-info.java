/**
 * How channels on Redis are wired into a Spring Boot application.
 */
@NullMarked
package io.backpressure.channel.redis.autoconfigure;

import org.jspecify.annotations.NullMarked;
