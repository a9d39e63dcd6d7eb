/**
 * What the channels of an application context are doing, seen by looking at them a few
 * times a second: rates, fill levels over time, what has happened lately.
 */
@NullMarked
package io.backpressure.channel.spring.monitor;

import org.jspecify.annotations.NullMarked;
