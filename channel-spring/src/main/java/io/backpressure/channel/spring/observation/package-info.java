/**
 * Micrometer observations of listener calls.
 */
@NullMarked
package io.backpressure.channel.spring.observation;

import org.jspecify.annotations.NullMarked;
