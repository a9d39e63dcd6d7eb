/**
 * Actuator endpoint {@code backpressure}, which shows channels and lets an operator act
 * on them.
 */
@NullMarked
package io.backpressure.channel.spring.actuate;

import org.jspecify.annotations.NullMarked;
