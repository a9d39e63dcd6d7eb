/**
 * Channels in a Spring application: their registry, and the interfaces that customize how
 * they are created.
 */
@NullMarked
package io.backpressure.channel.spring;

import org.jspecify.annotations.NullMarked;
