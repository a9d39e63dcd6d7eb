/**
 * What listeners do, as observations.
 */
@NullMarked
package io.backpressure.channel.spring.observation;

import org.jspecify.annotations.NullMarked;
