/**
 * Channels in a Spring application: looking them up, and taking part in their making.
 */
@NullMarked
package io.backpressure.channel.spring;

import org.jspecify.annotations.NullMarked;
